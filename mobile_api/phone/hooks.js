// What a page is drawn of, and drawn anew by: things on the phone, words, whoever tells it something.

import { useEffect, useLayoutEffect, useState } from "./vendor/preact.js";
import * as box from "./store/box.js";
import { listen as listenToWords } from "./words.js";

// Draws anew whenever the subject tells. It is listened to from the moment the page is drawn (a
// layout effect): a tap on a link in the blink after would change the address, and not the page.
export const useNews = (listen) => {
  const [, set] = useState(0);
  useLayoutEffect(() => listen(() => set((count) => count + 1)), []);
};

export const useWords = () => useNews(listenToWords);

// What `load` answers, asked again whenever something of the kinds changes; `first` until it came.
// Of two answers the one that was asked for later holds, whichever comes first.
export const useKept = (load, kinds, again = [], first = null) => {
  const [value, set] = useState(first);
  useEffect(() => {
    let latest = 0;
    const ask = () => {
      const asked = ++latest;
      load().then((found) => asked === latest && set(found), () => {});
    };
    ask();
    const stops = kinds.map((kind) => box.watch(kind, ask));
    return () => {
      latest = null; // the page is gone
      stops.forEach((stop) => stop());
    };
  }, again);
  return value;
};
