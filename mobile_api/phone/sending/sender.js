// Sends what is queued, one sender at a time across all tabs.

export const wake = () => {};
