// The editor of a draft: sends what is typed, and takes over of the answer whatever has changed.
"use strict";

(() => {
  const WAIT = 500; // ms without a key before what is typed is tried
  const TAKEN_OVER = ["form", "said", "preview", "alert"];
  const form = document.getElementById("editor");

  // Questions that hang on answers come and go, here and on the page of the preview.
  const look = (box) => {
    const given = {};
    for (const item of box.querySelectorAll("[data-show-if]")) {
      const wanted = Object.entries(JSON.parse(item.dataset.showIf));
      item.hidden = !wanted.every(([name, words]) => words.includes(given[name]));
      if (item.hidden) continue;
      for (const field of item.querySelectorAll("[name]")) {
        if (field.type === "radio" ? field.checked : field.value) given[field.name] = field.value;
      }
    }
  };
  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-looks]");
    if (box) look(box);
  });
  if (!form) return;

  const yaml = document.getElementById("yaml");
  const gutter = document.getElementById("gutter");
  const stored = `draft:${form.dataset.code}`;
  let timer = 0;
  let sending = null;
  let sent = "";

  const number = () => {
    const lines = yaml.value.split("\n").length;
    if (Number(gutter.dataset.lines) === lines) return;
    gutter.dataset.lines = lines;
    gutter.textContent = Array.from({ length: lines }, (_, at) => at + 1).join("\n");
  };
  const level = () => { gutter.scrollTop = yaml.scrollTop; };

  const typed = () => new URLSearchParams(new FormData(form)).toString();
  const keep = () => {
    try {
      const note = form.elements.note.value, seen = form.elements.seen.value;
      sessionStorage.setItem(stored, JSON.stringify({ yaml: yaml.value, note, seen }));
    } catch { /* a browser that keeps nothing */ }
  };
  const say = (words) => {
    const told = document.createElement("p");
    told.className = "notice";
    told.setAttribute("role", "status");
    told.textContent = words;
    document.getElementById("alert").replaceChildren(told);
  };

  // Where the reader is: the field and the letters in it; brought back when the fields are new ones.
  const place = () => {
    const now = document.activeElement;
    if (!now || !form.contains(now) || now === yaml) return () => {};
    const { name, value, type } = now;
    const from = "selectionStart" in now && type !== "date" ? now.selectionStart : null;
    const to = from === null ? null : now.selectionEnd;
    return () => {
      const same = [...form.elements].filter((each) => each.name === name);
      const found = same.find((each) => !["checkbox", "radio", "submit"].includes(type) || each.value === value);
      if (!found || found === document.activeElement) return;
      found.focus({ preventScroll: true });
      if (from !== null && found.setSelectionRange) found.setSelectionRange(from, to);
    };
  };
  const openOnes = () => [...form.querySelectorAll("details[open]")].map((each) => each.id);

  const scrollTo = (line) => {
    yaml.scrollTop = Math.max(0, (line - 3) * parseFloat(getComputedStyle(yaml).lineHeight));
    yaml.scrollLeft = 0;
  };
  const atCriterion = () => {
    const laid = form.querySelector("[data-begins]");
    if (laid) scrollTo(Number(laid.dataset.begins));
  };

  const takeOver = (page) => {
    const back = place(), open = openOnes();
    for (const id of TAKEN_OVER) {
      const fresh = page.getElementById(id), old = document.getElementById(id);
      if (fresh && old && fresh.innerHTML !== old.innerHTML) old.replaceChildren(...document.adoptNode(fresh).childNodes);
    }
    for (const id of open) if (document.getElementById(id)) document.getElementById(id).open = true;
    const text = page.getElementById("yaml").value;
    if (text !== yaml.value) {
      const at = yaml.selectionStart, top = yaml.scrollTop;
      yaml.value = text;
      yaml.setSelectionRange(at, at);
      yaml.scrollTop = top;
    }
    number();
    keep();
    back();
  };

  const tryIt = async (step) => {
    clearTimeout(timer);
    if (sending) sending.abort();
    const own = sending = new AbortController();
    const body = new URLSearchParams(new FormData(form));
    const before = sent = typed();
    body.set("do", step);
    form.classList.add("trying");
    try {
      const answer = await fetch(form.action, { method: "POST", body, signal: own.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (own !== sending) return;
      if (answer.status === 429) soon(5 * WAIT);
      else if (answer.status === 413) say(page.getElementById("main").innerText.trim());
      else if (!page.getElementById("editor")) say(form.dataset.signedOut);
      else if (typed() === before) {
        takeOver(page);
        if (step !== "check" && !step.startsWith("row-")) atCriterion();
      }
    } catch (fault) {
      if (fault.name !== "AbortError") say(form.dataset.lost);
    } finally {
      if (own === sending) { sending = null; form.classList.remove("trying"); }
    }
  };

  const soon = (wait) => {
    keep();
    clearTimeout(timer);
    timer = setTimeout(() => tryIt("check"), wait);
  };
  const isTyped = (field) => field.name && !["note", "pane", "kind", "naming"].includes(field.name) && !field.closest("[data-looks]");

  form.addEventListener("input", (event) => {
    if (event.target === yaml) number();
    if (event.target.name === "note") keep();
    else if (isTyped(event.target)) soon(WAIT);
  });
  form.addEventListener("change", (event) => {
    const field = event.target;
    if (isTyped(field) && (field.matches("select") || field.type === "checkbox")) soon(0);
  });
  form.addEventListener("submit", (event) => {
    const step = event.submitter ? event.submitter.value : "check";
    if (step === "save") { keep(); return; }
    event.preventDefault();
    tryIt(step);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (!link) return;
    event.preventDefault();
    const pane = form.querySelector("[name=pane][value=yaml]");
    pane.checked = true;
    const lines = yaml.value.split("\n"), line = Math.min(Number(link.dataset.line), lines.length);
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    yaml.focus();
    yaml.setSelectionRange(start, start + lines[line - 1].length);
    scrollTo(line);
  });
  yaml.addEventListener("scroll", level, { passive: true });

  // What was typed and never saved comes back: a language was chosen, or the page was left.
  const bringBack = () => {
    if (form.dataset.answer === "saved") {
      sessionStorage.removeItem(stored);
      const address = new URL(location.href);
      address.searchParams.delete("saved");
      history.replaceState(null, "", address);
    }
    let was = null;
    try { was = JSON.parse(sessionStorage.getItem(stored) || "null"); } catch { /* as above */ }
    if (!was || form.dataset.answer !== "fresh") return;
    if (was.yaml === yaml.value) { sessionStorage.removeItem(stored); return; }
    yaml.value = was.yaml;
    form.elements.note.value = was.note;
    form.elements.seen.value = was.seen;
    form.elements.chosen.value = form.elements.chosen.value || "0";
    number();
    tryIt("check").then(() => say(form.dataset.brought));
  };
  number();
  atCriterion();
  bringBack();
})();
