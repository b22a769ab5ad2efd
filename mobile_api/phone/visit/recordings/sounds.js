// A spoken note, recorded on the phone.

const TYPES = [["audio/webm;codecs=opus", "webm"], ["audio/mp4", "m4a"], ["audio/ogg;codecs=opus", "ogg"]];
const BITS = 32_000; // a second: speech, 240 KB a minute
export const LONGEST = 5 * 60_000; // milliseconds

/** Whether this browser records at all. */
export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && self.MediaRecorder);

/**
 * A recording that has begun: `stop()` ends it, `done` gives `{blob, type, ending}` once it has
 * ended. Turning to another app ends it too, so that what was said until then is kept.
 */
export async function recording() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const [mimeType, ending] = TYPES.find(([type]) => MediaRecorder.isTypeSupported(type)) ?? ["", "webm"];
  const recorder = new MediaRecorder(stream, { ...(mimeType && { mimeType }), audioBitsPerSecond: BITS });
  const pieces = [];
  const stop = () => recorder.state !== "inactive" && recorder.stop();
  const onHidden = () => document.hidden && stop();
  const done = new Promise((settle, fail) => {
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.onerror = ({ error }) => fail(error);
    recorder.onstop = () => {
      document.removeEventListener("visibilitychange", onHidden);
      stream.getTracks().forEach((track) => track.stop());
      const type = (recorder.mimeType || "audio/webm").split(";")[0];
      settle({ blob: new Blob(pieces, { type }), type, ending });
    };
  });
  document.addEventListener("visibilitychange", onHidden);
  setTimeout(stop, LONGEST);
  recorder.start();
  return { stop, done, begun_at: Date.now() };
}
