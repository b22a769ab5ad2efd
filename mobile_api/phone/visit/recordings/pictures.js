// Pictures made small on the phone: at most 1600 pixels a side, with the camera's time and place.

import { readExif, withExif } from "./exif.js";

export const LONGEST_SIDE = 1600; // pixels
const QUALITY = 0.82;
const HEIC = ["heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"];

/** The phone cannot read it as a picture. */
export class NoPicture extends Error {}

/**
 * `{blob, type, ending, told}`: the picture as JPEG, and what its camera told of time and place.
 * One of a kind that the service reads but this browser does not goes as it is. NoPicture.
 */
export async function scaled(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const told = readExif(bytes);
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    if (isHeic(bytes)) return { blob: file, type: "image/heic", ending: "heic", told };
    throw new NoPicture();
  }
  const small = await shrunk(picture);
  const jpeg = new Uint8Array(await (await jpegOf(small)).arrayBuffer());
  const blob = new Blob([withExif(jpeg, told)], { type: "image/jpeg" });
  return { blob, type: "image/jpeg", ending: "jpg", told };
}

function isHeic(bytes) {
  const brand = String.fromCharCode(...bytes.subarray(4, 12));
  return brand.startsWith("ftyp") && HEIC.includes(brand.slice(4));
}

/** The picture drawn smaller by halves: a step at once would leave out lines, and hold the page up. */
async function shrunk(picture) {
  const share = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * share)));
  let drawn = picture;
  while (drawn.width > width * 2) {
    drawn = replaced(drawn, Math.ceil(drawn.width / 2), Math.ceil(drawn.height / 2));
    await new Promise((settle) => setTimeout(settle));
  }
  return replaced(drawn, width, height);
}

function replaced(source, width, height) {
  const canvas = canvasOf(width, height);
  const pen = canvas.getContext("2d", { alpha: false });
  pen.fillStyle = "#fff"; // what is transparent becomes paper, not soot
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(source, 0, 0, width, height);
  if (source.close) source.close();
  else source.width = source.height = 0; // a phone's memory for canvases is short
  return canvas;
}

function canvasOf(width, height) {
  if (self.OffscreenCanvas) return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement("canvas"), { width, height });
}

const jpegOf = (canvas) =>
  canvas.convertToBlob
    ? canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY })
    : new Promise((settle) => canvas.toBlob(settle, "image/jpeg", QUALITY));
