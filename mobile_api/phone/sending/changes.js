// Who wants to hear that the sending has come further, in this tab or another.

const heard = new Set();
const others = "BroadcastChannel" in self ? new BroadcastChannel("plumbline-sending") : null;

// Calls back whenever something changed; the answer stops it.
export const listen = (callback) => {
  heard.add(callback);
  return () => heard.delete(callback);
};

const tell = (what) => heard.forEach((callback) => callback(what));

export const changed = (what = "state") => {
  tell(what);
  others?.postMessage(what);
};

if (others) others.onmessage = ({ data }) => tell(data);
