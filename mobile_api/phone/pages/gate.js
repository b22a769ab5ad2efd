// The way in: the first sign-in, the password of a phone that is known, and the changed password.

import { html, useEffect, useRef, useState } from "../vendor/preact.js";
import { useWords } from "../hooks.js";
import { NoAnswer, Refused } from "../sending/asking.js";
import { begin, ended, signIn } from "../sending/signing_in.js";
import * as box from "../store/box.js";
import { WrongPassword } from "../store/errors.js";
import * as vault from "../store/vault.js";
import { say } from "../words.js";
import { Tongues } from "./tongues.js";
import { Heading, announce, useTitle } from "./parts.js";

// Why somebody was not let in, in words.
export const refusalWords = (error) => {
  if (error instanceof WrongPassword) return say(navigator.onLine ? "gate.wrong" : "gate.wrong_offline");
  if (error instanceof NoAnswer) return say("gate.no_answer");
  if (error instanceof Refused && error.status === 429) return say("gate.wait", { n: Math.max(1, Math.ceil(error.wait / 60)) });
  if (error instanceof Refused && error.status === 401) return say("gate.wrong");
  if (error instanceof Refused) return say("slug.other", { detail: error.detail });
  const known = say(`fault.${error.name}`);
  return known.startsWith("fault.") ? say("slug.other", { detail: error.message }) : known;
};

// The service's word on a password that does not open the vault: tokens where it was changed.
const tokensByNew = async (user, password) => {
  try {
    return await signIn(user, password);
  } catch (error) {
    if (error instanceof NoAnswer) throw new WrongPassword();
    throw error;
  }
};

// A sign-in that is over goes on with the password that was typed anyway; where that cannot be, the
// app says so once it is open.
const signInAgain = async (user, password) => {
  if (!navigator.onLine || !(await ended())) return;
  await signIn(user, password).then(begin, () => {});
};

const Field = ({ name, label, note, ...more }) => html`
  <label class="field" for=${name}>${label}</label>
  ${note && html`<p class="soft" id=${`${name}-note`}>${note}</p>`}
  <input id=${name} name=${name} aria-describedby=${note ? `${name}-note` : null} required ...${more} />`;

const Password = (more) =>
  html`<${Field} type="password" autocomplete="current-password" maxlength="1024" ...${more} />`;

const Name = (more) =>
  html`<${Field} name="user" label=${say("gate.name")} autocomplete="username" autocapitalize="none"
    autocorrect="off" spellcheck="false" maxlength="254" ...${more} />`;

// A form whose deed may be refused; it says why, and keeps what was typed.
export const Asking = ({ act, button, children, more }) => {
  const [fault, setFault] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const form = useRef(null);
  const submit = async (event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setFault(null);
    announce(say("gate.busy"));
    try {
      await act(Object.fromEntries(new FormData(form.current)));
    } catch (error) {
      setFault(refusalWords(error));
    } finally {
      setBusy(false);
    }
  };
  return html`<form ref=${form} onSubmit=${submit} class="asking">
    <div class="fields">${children}</div>
    <p class="fault" role="alert" hidden=${!fault}>${fault}</p>
    <div class="actions">
      <button class="main" aria-disabled=${isBusy ? "true" : null}>${isBusy ? say("gate.busy") : button}</button>
      ${more}
    </div>
  </form>`;
};

const FirstTime = ({ onOpen, onKnown, hasOthers }) => {
  useTitle(say("gate.sign_in"));
  const act = async ({ user, password }) => {
    if (await isKnown(user)) return onKnown(user, password);
    const tokens = await signIn(user, password);
    await vault.create(user, password);
    await begin(tokens);
    return onOpen();
  };
  return html`
    <${Heading}>${say("gate.sign_in")}</${Heading}>
    <p>${say("gate.first")}</p>
    <${Asking} act=${act} button=${say("gate.sign_in")}
      more=${hasOthers && html`<button type="button" onClick=${() => onKnown(null)}>${say("gate.back")}</button>`}>
      <${Name} />
      <${Password} name="password" label=${say("gate.password")} />
    </${Asking}>`;
};

const isKnown = async (user) => (await vault.users()).some((each) => each.user === vault.nameOf(user));

const Known = ({ user, onOpen, onOther, onChanged }) => {
  useTitle(say("gate.unlock"));
  const act = async ({ password }) => {
    try {
      await vault.unlock(user, password);
    } catch (error) {
      if (!(error instanceof WrongPassword) || !navigator.onLine) throw error;
      return onChanged({ password, tokens: await tokensByNew(user, password) });
    }
    await signInAgain(user, password);
    return onOpen();
  };
  return html`
    <${Heading}>${say("gate.unlock")}</${Heading}>
    <p>${say("gate.as", { user })}</p>
    <${Asking} act=${act} button=${say("gate.open")}
      more=${html`<button type="button" onClick=${onOther}>${say("gate.other")}</button>`}>
      <input type="text" name="user" value=${user} autocomplete="username" hidden readonly />
      <${Password} name="password" label=${say("gate.password")} note=${say("gate.offline_too")} />
    </${Asking}>`;
};

// The password was changed at the service: the one before opens the vault, and is replaced there.
const Changed = ({ user, given, onOpen }) => {
  useTitle(say("gate.changed"));
  const [unsent, setUnsent] = useState(0);
  const [isSure, setSure] = useState(false);
  useEffect(() => void unsentOf(user).then(setUnsent), [user]);
  const act = async ({ password }) => {
    await vault.rewrap(user, password, given.password);
    await vault.unlock(user, given.password);
    await begin(given.tokens);
    return onOpen();
  };
  const anew = async () => {
    await vault.forget(user);
    await vault.create(user, given.password);
    await begin(given.tokens);
    return onOpen();
  };
  const forgotten = isSure
    ? html`<p class="fault" role="alert">${say("gate.anew_sure", { n: unsent })}</p>
        <button type="button" class="danger" onClick=${anew}>${say("gate.anew_yes")}</button>`
    : html`<button type="button" onClick=${() => setSure(true)}>${say("gate.forgotten")}</button>`;
  return html`
    <${Heading}>${say("gate.changed")}</${Heading}>
    <p>${say("gate.changed_why")}</p>
    <${Asking} act=${act} button=${say("gate.open")} more=${forgotten}>
      <${Password} name="password" label=${say("gate.old_password")} />
    </${Asking}>`;
};

// How many drafts and queued visits lie in the user's vault.
const unsentOf = async (user) => {
  const known = (await vault.users()).find((each) => each.user === vault.nameOf(user));
  return known ? (await box.count(known.id, "draft")) : 0;
};

// Signing in again with the vault open, for the sign-in at the service is over.
export const Again = ({ why, onDone }) => {
  const { user } = vault.current();
  const [given, setGiven] = useState(null);
  useTitle(say("gate.again"));
  const act = async ({ password }) => {
    await begin(await signIn(user, password));
    try {
      await vault.unlock(user, password);
    } catch (error) {
      if (!(error instanceof WrongPassword)) throw error;
      return setGiven(password);
    }
    return onDone();
  };
  const rewrap = async ({ password }) => {
    await vault.rewrap(user, password, given);
    return onDone();
  };
  if (given) {
    return html`
      <${Heading}>${say("gate.changed")}</${Heading}>
      <p>${say("gate.changed_why")}</p>
      <${Asking} act=${rewrap} button=${say("gate.keep_new")}
        more=${html`<button type="button" onClick=${onDone}>${say("gate.later")}</button>`}>
        <${Password} name="password" label=${say("gate.old_password")} />
      </${Asking}>`;
  }
  return html`
    <${Heading}>${say("gate.again")}</${Heading}>
    <p>${say(`ended.${why}`)} ${say("gate.nothing_lost")}</p>
    <${Asking} act=${act} button=${say("gate.sign_in")}>
      <input type="text" name="user" value=${user} autocomplete="username" hidden readonly />
      <${Password} name="password" label=${say("gate.password_of", { user })} />
    </${Asking}>`;
};

// The whole way in; `onOpen` is called once the vault is open.
export const Gate = ({ known, onOpen }) => {
  useWords();
  const [user, setUser] = useState(known[0]?.user ?? null);
  const [changed, setChanged] = useState(null);
  const onKnown = async (name, password) => {
    if (name === null) return setUser(known[0].user);
    await vault.unlock(name, password).then(onOpen, (error) => {
      setUser(vault.nameOf(name));
      throw error;
    });
  };
  return html`<main class="gate">
    <p class="brand" aria-hidden="true"><img src="icons/icon.svg" alt="" width="48" height="48" /></p>
    ${changed
      ? html`<${Changed} user=${user} given=${changed} onOpen=${onOpen} />`
      : user
        ? html`<${Known} key=${user} user=${user} onOpen=${onOpen} onChanged=${setChanged} onOther=${() => setUser(null)} />`
        : html`<${FirstTime} onOpen=${onOpen} onKnown=${onKnown} hasOthers=${known.length > 0} />`}
    <${Tongues} />
    <p id="said" class="unseen" role="status"></p>
  </main>`;
};
