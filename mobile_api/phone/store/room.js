// How much room there is on the phone, and whether the browser may take it back.

// {usage, quota} in bytes (null: the browser does not say), `persisted`: it will not be cleared.
export const room = async () => {
  const told = (await navigator.storage?.estimate?.()) ?? {};
  const persisted = (await navigator.storage?.persisted?.()) ?? false;
  return { usage: told.usage ?? null, quota: told.quota ?? null, persisted };
};

// Asks the browser to keep what is here until the shopper deletes it; whether it will.
export const persist = async () => {
  if (await navigator.storage?.persisted?.()) return true;
  return (await navigator.storage?.persist?.()) ?? false;
};

const PROBE = "plumbline-probe";

// What this browser lacks: insecure, no_storage, old; null where it can do all.
export const lacking = async () => {
  if (!self.isSecureContext) return "insecure";
  if (!crypto?.subtle || !navigator.locks || !crypto.randomUUID || !AbortSignal.timeout) return "old";
  return (await keepsThings()) ? null : "no_storage";
};

const keepsThings = () =>
  new Promise((settle) => {
    try {
      const opening = indexedDB.open(PROBE);
      opening.onerror = () => settle(false);
      opening.onsuccess = () => {
        opening.result.close();
        indexedDB.deleteDatabase(PROBE);
        settle(true);
      };
    } catch {
      settle(false);
    }
  });
