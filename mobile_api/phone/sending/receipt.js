// Whether the service has signed that it holds exactly what the phone has (JWS compact, ES256).

import { unbase64url } from "./hashes.js";

const HOW = { name: "ECDSA", namedCurve: "P-256" };

const jsonIn = (part) => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(unbase64url(part)));

// What the receipt says, once its signature is proven by the key; null where it is not.
export const proven = async (receipt, jwk) => {
  try {
    const [head, payload, signature] = receipt.split(".");
    if (jsonIn(head).alg !== "ES256") return null;
    const { kty, crv, x, y } = jwk;
    const key = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, HOW, false, ["verify"]);
    const signed = new TextEncoder().encode(`${head}.${payload}`);
    const how = { name: "ECDSA", hash: "SHA-256" };
    return (await crypto.subtle.verify(how, key, unbase64url(signature), signed)) ? jsonIn(payload) : null;
  } catch {
    return null;
  }
};

const isSame = (one, other) => one.sha256 === other.sha256 && one.bytes === other.bytes;

// What is between the receipt and the queued visit: `same` (nothing: it may leave the phone),
// `other` (it is another visit's, or of other bytes), `missing` with the names of files that are not
// all there, `arriving` (all bytes are there and are being looked at), `refused` with the files
// that the service would not take.
export const compared = (told, visit) => {
  if (told.contact !== `visit/${visit.id}` || !isSame(told, visit)) return { is: "other" };
  const held = new Map(told.files.map((file) => [file.name, file]));
  const isKnown = visit.files.every((file) => held.has(file.name) && isSame(held.get(file.name), file));
  if (!isKnown || held.size !== visit.files.length) return { is: "other" };
  const refused = told.files.filter((file) => file.state === "refused");
  const missing = told.files.filter((file) => file.state === "expected" || isShort(file));
  if (missing.length) return { is: "missing", names: missing.map(({ name }) => name), files: missing };
  if (!told.complete || told.files.some((file) => file.state === "arriving")) return { is: "arriving" };
  return refused.length ? { is: "refused", files: refused } : { is: "same" };
};

const isShort = (file) => file.state === "arriving" && file.held < file.bytes;
