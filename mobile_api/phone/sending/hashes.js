// SHA-256 in hex, as the service writes it.

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const sha256 = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));

// The digest of a piece as tus writes it.
export const checksum = async (bytes) => `sha256 ${base64(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))}`;

export const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

// The bytes of base64url without padding (RFC 7515, 2).
export const unbase64url = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
