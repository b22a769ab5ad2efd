// What the phone cannot do; each is told in words by its name (under `fault` in the catalogues).
//
// PhoneFault
// ├── Full           the phone has no room left
// ├── Locked         the vault is locked: the password is asked first
// ├── WrongPassword  the password does not open the vault
// └── NoStorage      the browser keeps nothing (private mode, or forbidden)

export class PhoneFault extends Error {
  constructor(message = "") {
    super(message);
    this.name = this.constructor.name;
  }
}
export class Full extends PhoneFault {}
export class Locked extends PhoneFault {}
export class WrongPassword extends PhoneFault {}
export class NoStorage extends PhoneFault {}

// The browser's own errors as ours.
export const translated = (error) => {
  if (error instanceof PhoneFault) return error;
  const name = error?.name ?? "";
  if (name === "QuotaExceededError") return new Full(error.message);
  if (name === "InvalidStateError" || name === "SecurityError" || name === "UnknownError") {
    return new NoStorage(error.message);
  }
  return error;
};
