// Talks with the service worker that this page is under.

const PATIENCE = 3000; // milliseconds until a worker counts as silent

const worker = () => navigator.serviceWorker?.controller ?? null;

// Says it, for no answer.
export const tellWorker = (saying) => worker()?.postMessage(saying);

// What is answered to the saying; null where the page is under none, or under one that is silent.
export const askWorker = (saying) =>
  new Promise((settle) => {
    if (!worker()) return settle(null);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => settle(data);
    setTimeout(settle, PATIENCE, null);
    worker().postMessage(saying, [port2]);
  });
