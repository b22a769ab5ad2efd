// What people read, in their language.

const TONGUES = ["en", "pl", "ru"];
const CATALOGUES = ["shell", "visit"];
const KEPT = "plumbline-tongue";

let chosen = "en";
let catalogue = {};
const heard = new Set();

// A browser that keeps nothing throws at the mere look.
const kept = () => {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
};

const asked = () => [kept(), ...(navigator.languages ?? [])].map((each) => (each ?? "").slice(0, 2));

const preferred = () => asked().find((each) => TONGUES.includes(each)) ?? "en";

const fetched = async (name, tongue) => {
  const answer = await fetch(new URL(`./words/${name}.${tongue}.json`, import.meta.url));
  return answer.ok ? answer.json() : {};
};

// The languages there are.
export const tongues = () => TONGUES;

// The language that is read: "en", "pl" or "ru".
export const tongue = () => chosen;

// Whether somebody chose the language: on this page, or of the phone itself.
export const isChosen = () => kept() !== null || asked().some((each) => TONGUES.includes(each));

// Reads the catalogues of the language; of the phone's own where none is given.
export const speak = async (language = preferred(), { chosen: byHand = false } = {}) => {
  const read = await Promise.all(CATALOGUES.map((name) => fetched(name, language)));
  chosen = language;
  catalogue = Object.assign({}, ...read);
  if (byHand) localStorage.setItem(KEPT, language);
  document.documentElement.lang = language;
  heard.forEach((callback) => callback());
};

// Calls back when the language changes; the answer stops it.
export const listen = (callback) => {
  heard.add(callback);
  return () => heard.delete(callback);
};

const formOf = (entry, values) => {
  if (typeof entry === "string") return entry;
  return entry[new Intl.PluralRules(chosen).select(values.n)] ?? entry.other;
};

// The words of the key, with {name} filled in from the values; forms of number go by `n`.
export const say = (key, values = {}) => {
  const entry = catalogue[key];
  if (entry === undefined) return key;
  return formOf(entry, values).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
};

// A text of the house, {language: words}, in the language that is read.
export const inTongue = (texts) =>
  typeof texts === "string" ? texts : (texts?.[chosen] ?? texts?.en ?? Object.values(texts ?? {})[0] ?? "");

const LOCALES = { en: "en-GB", pl: "pl-PL", ru: "ru-RU" };
export const locale = () => LOCALES[chosen];
export const moment = (instant, how = { dateStyle: "medium", timeStyle: "short" }) =>
  new Intl.DateTimeFormat(locale(), how).format(new Date(instant));
export const figure = (number, how = {}) => new Intl.NumberFormat(locale(), how).format(number);
const UNITS = [["size.gb", 2 ** 30, 1], ["size.mb", 2 ** 20, 1], ["size.kb", 2 ** 10, 0]];

// So many bytes in words.
export const size = (bytes) => {
  const [key, unit, digits] = UNITS.find(([, least]) => bytes >= least) ?? UNITS.at(-1);
  return say(key, { n: figure(bytes / unit, { maximumFractionDigits: digits }) });
};
