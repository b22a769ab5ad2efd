// Pictures and spoken notes beside a question: taken, chosen, looked at, removed.

import { html, useEffect, useState } from "../../vendor/preact.js";
import { figure, say, size } from "../../words.js";
import * as box from "../../store/box.js";
import { NoPicture } from "./pictures.js";
import { TooLarge, addPicture, forget, isUnderWay, removeFile, room } from "./files.js";
import { isPicture } from "../asking/questions.js";
import { Fault, tell } from "../view.js";

/** The pictures of a question, or with `question` null those of the receipt. */
export function Pictures({ keeping, question, limits, named, described, isWrong, quiet }) {
  const [trouble, setTrouble] = useState(null);
  const draft = keeping.draft();
  const id = question ?? "receipt";
  const add = async ({ target }) => {
    const chosen = [...target.files];
    target.value = "";
    setTrouble(null);
    const left = room(draft, limits);
    if (chosen.length > left) setTrouble({ fault: "room", values: { n: Math.max(0, left) } });
    for (const picture of chosen.slice(0, Math.max(0, left))) {
      await addPicture(keeping, picture, question, limits).catch((error) => setTrouble(troubleOf(error)));
    }
  };
  const button = (how, place) => html`<label class=${quiet ? "button small" : "button"}>
    <input type="file" class="unseen" id=${`${id}-${quiet ? "more-" : ""}${place}`} accept="image/*" capture=${how === "take" ? "environment" : undefined}
      multiple=${how === "choose"} aria-describedby=${described} aria-invalid=${isWrong ? "true" : undefined} onChange=${add} />
    <span>${say(`visit.photo.${how}`)}</span><span class="unseen">: ${named}</span>
  </label>`;
  return html`
    <${Files} ...${{ keeping, named }} files=${draft.files.filter((each) => each.question === question && isPicture(each))} />
    <${Makings} ...${{ keeping, question }} kind="picture" />
    ${trouble && html`<${Fault} id=${`${id}-trouble`}>${say(`visit.fault.${trouble.fault}`, trouble.values)}<//>`}
    <div class="pair">${button("take", 0)}${button("choose", 1)}</div>`;
}

/** What kept a file out of the draft, as a fault. */
export function troubleOf(error) {
  if (error instanceof NoPicture) return { fault: "no_picture" };
  if (error instanceof TooLarge) return { fault: "too_large" };
  if (error?.name === "Full") return { fault: "full" };
  if (error?.name === "NotAllowedError") return { fault: "no_microphone" };
  return { fault: "not_kept" };
}

/** The files that are there, each with what it is and a way to take it out. */
export function Files({ keeping, files, named }) {
  if (!files.length) return null;
  return html`<ul class="shots">
    ${files.map((file, place) => html`<li key=${file.name}>
      <${Content} file=${file} says=${`${named}, ${figure(place + 1)}`} />
      <p>${size(file.bytes)}${takenSaid(file.told)}${file.along ? ` · ${say("visit.file.along")}` : ""}</p>
      <button type="button" class="link" onClick=${() => removeFile(keeping, file).catch(() => {})}>
        ${say("visit.file.remove")}<span class="unseen"> ${named}, ${figure(place + 1)}</span>
      </button>
    </li>`)}
  </ul>`;
}

const isToday = (at) => new Date(at).toDateString() === new Date().toDateString();

/** When and whether where a picture was taken, as its camera told. */
function takenSaid({ taken, latitude } = {}) {
  const at = taken ? Date.parse(taken.replace(/^(\d+):(\d+):(\d+) /, "$1-$2-$3T")) : NaN;
  const parts = [
    Number.isNaN(at) ? "" : isToday(at) ? say("visit.file.taken_today", { time: tell.hour(at) }) : say("visit.file.taken", { time: tell.hour(at), day: tell.day(at) }),
    latitude === undefined ? "" : say("visit.file.placed"),
  ];
  return parts.filter(Boolean).map((part) => ` · ${part}`).join("");
}

function Content({ file, says }) {
  const [shown, setShown] = useState(null); // {url}, or {} where there is nothing to show
  useEffect(() => {
    let url = null;
    let isGone = false;
    box.getBlob(file.blobId).then((blob) => {
      if (isGone) return;
      url = blob && URL.createObjectURL(blob);
      setShown(url ? { url } : {});
    }, () => setShown({}));
    return () => {
      isGone = true;
      if (url) URL.revokeObjectURL(url);
    };
  }, [file.blobId]);
  if (shown?.url && isPicture(file)) {
    return html`<img src=${shown.url} alt=${says} onError=${() => setShown({})} />`;
  }
  if (shown?.url) return html`<audio controls src=${shown.url} aria-label=${says}></audio>`;
  return html`<span class="blank">${shown ? file.name : ""}</span>`;
}

/** What is being made, and what was when the app was killed: that says so, and can be taken away. */
export function Makings({ keeping, question, kind }) {
  const found = keeping.draft().making.filter((each) => each.kind === kind && each.question === question);
  return found.map((each) =>
    isUnderWay(each.blobId)
      ? html`<p class="busy" role="status" key=${each.blobId}>${say(`visit.making.${kind}`)}</p>`
      : html`<div class="unfinished" key=${each.blobId} id=${`making-${each.blobId}`} tabindex="-1">
          <p>${say(`visit.fault.unfinished_${kind}`)}</p>
          <button type="button" class="button small" onClick=${() => forget(keeping, each).catch(() => {})}>${say("visit.making.dismiss")}</button>
        </div>`,
  );
}
