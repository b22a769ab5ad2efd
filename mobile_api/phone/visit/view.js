// What the pages of a visit share.

import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { useKept } from "../hooks.js";
import { locale, say } from "../words.js";
import * as box from "../store/box.js";
import { work } from "../store/work.js";
import { current } from "../store/vault.js";
import { hold, peek } from "./keeping.js";

const read = new Map(); // what was read last, so that the next page need not wait: kind -> value

/** What `load` answers, asked again whenever something of the kind changes; null until it came. */
function useRead(kind, load) {
  const key = `${current()?.id}/${kind}`;
  const loaded = async () => {
    read.set(key, await load());
    return read.get(key);
  };
  return useKept(loaded, [kind], [key], read.get(key) ?? null);
}

/** The day's work as it was last downloaded; null until it was read. */
export const useWork = () => useRead("work", work);

/** Every thing of the kind, read again whenever one changes; null until they were read. */
export const useAll = (kind) =>
  useRead(kind, () => box.all(kind).then((found) => found.map(([, value]) => value)));

/** The keeping of the draft, and the page drawn anew after every tap; undefined until it was read. */
export function useKeeping(id) {
  const [keeping, setKeeping] = useState(peek(id));
  const [, draw] = useState(0);
  useEffect(() => {
    let stop = null;
    hold(id).then((found) => {
      if (stop === false) return;
      setKeeping(found);
      const anew = () => draw((count) => count + 1);
      stop = found?.listen(anew);
      anew(); // what was tapped before it was listened to
    }, () => setKeeping(null));
    return () => {
      stop?.();
      stop = false;
    };
  }, [id]);
  return keeping;
}

/** The instant now, renewed every so many milliseconds while it is wanted; 0: never. */
export function useNow(every) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!every) return undefined;
    setNow(Date.now());
    const ticking = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(ticking);
  }, [every]);
  return now;
}

/** The heading of a screen, where the focus goes when the screen changes. */
export function Heading({ children, of }) {
  const heading = useRef(null);
  useEffect(() => {
    document.title = `${[children].flat().join("")} · Plumbline`;
  });
  useEffect(() => heading.current?.focus({ preventScroll: true }), [of]);
  useEffect(() => window.scrollTo(0, 0), [of]);
  return html`<h1 class="heading" tabindex="-1" ref=${heading}>${children}</h1>`;
}

/** A fault in words, below what it is about. */
export const Fault = ({ id, children }) => html`<p class="wrong" id=${id}>${children}</p>`;

/** An hour and a day in the phone's own time, as people write them. */
export const tell = {
  hour: (at) => new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit" }).format(at),
  day: (at) => new Intl.DateTimeFormat(locale(), { weekday: "long", day: "numeric", month: "long" }).format(at),
};

/** The words of a fault. */
export const faultSaid = ({ fault, values }) => say(`visit.fault.${fault}`, values);

const TOLD = ["missing", "hidden", "impossible-answer", "not-na", "no-such-file", "unknown-question"];

/** The words of a fault that the service found. */
export const toldSaid = ({ fault, detail }) =>
  TOLD.includes(fault) ? say(`visit.told.${fault}`) : say("visit.told.other", { detail: detail ?? fault ?? "" });

/** What a screen is called. */
export const sectionSaid = ({ stage, part, parts }) => {
  const name = say(`visit.stage.${stage ?? "none"}`);
  return parts > 1 ? say("visit.stage_part", { name, part, parts }) : name;
};
