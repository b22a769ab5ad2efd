// The time and the place that a camera wrote into a JPEG: read before the picture is scaled, and
// written into the scaled one, for a canvas forgets them. CIPA DC-008 (Exif 2.32).

const [EXIF, GPS] = [0x8769, 0x8825];
const [TAKEN, OFFSET] = [0x9003, 0x9011];
const [LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE] = [1, 2, 3, 4];
const SIZES = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8 }; // bytes of a value, by its type
const HEAD = [0x45, 0x78, 0x69, 0x66, 0, 0]; // "Exif", 0, 0

/** `{taken, offset, latitude, longitude}` as far as the JPEG tells them; empty where it tells nothing. */
export function readExif(bytes) {
  try {
    const start = tiffIn(bytes);
    return start === null ? {} : told(new DataView(bytes.buffer, bytes.byteOffset + start));
  } catch {
    return {}; // a file cut short, or written by a hand that knows no Exif
  }
}

/** Where the TIFF part of the Exif segment begins; null where there is none. */
function tiffIn(bytes) {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda; ) {
    const isExif = bytes[at + 1] === 0xe1 && HEAD.every((byte, place) => bytes[at + 4 + place] === byte);
    if (isExif) return at + 10;
    at += 2 + bytes[at + 2] * 256 + bytes[at + 3];
  }
  return null;
}

function told(view) {
  const isLittle = view.getUint16(0) === 0x4949;
  const first = directory(view, view.getUint32(4, isLittle), isLittle);
  const exif = EXIF in first ? directory(view, first[EXIF], isLittle) : {};
  const gps = GPS in first ? directory(view, first[GPS], isLittle) : {};
  const found = { taken: exif[TAKEN], offset: exif[OFFSET], ...placed(gps) };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined && value !== ""));
}

function placed(gps) {
  const latitude = degrees(gps[LATITUDE], gps[LATITUDE_REF] === "S");
  const longitude = degrees(gps[LONGITUDE], gps[LONGITUDE_REF] === "W");
  const isPlace = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return isPlace ? { latitude, longitude } : {};
}

function degrees(parts, isNegative) {
  if (!Array.isArray(parts) || parts.length !== 3) return NaN;
  const size = parts[0] + parts[1] / 60 + parts[2] / 3600;
  return isNegative ? -size : size;
}

/** The values of a directory by tag: a text, a number, or a list of numbers. */
function directory(view, at, isLittle) {
  const found = {};
  for (let entry = at + 2, left = view.getUint16(at, isLittle); left > 0; entry += 12, left -= 1) {
    const [tag, type] = [view.getUint16(entry, isLittle), view.getUint16(entry + 2, isLittle)];
    const count = view.getUint32(entry + 4, isLittle);
    const isInside = (SIZES[type] ?? 99) * count <= 4;
    const place = isInside ? entry + 8 : view.getUint32(entry + 8, isLittle);
    if (type in SIZES && count < 1000) found[tag] = values(view, place, type, count, isLittle);
  }
  return found;
}

function values(view, at, type, count, isLittle) {
  if (type === 2) return text(view, at, count);
  const all = Array.from({ length: count }, (_, place) => one(view, at + place * SIZES[type], type, isLittle));
  return count === 1 ? all[0] : all;
}

function text(view, at, count) {
  const letters = Array.from({ length: count }, (_, place) => view.getUint8(at + place));
  return String.fromCharCode(...letters).replace(/\0.*$/s, "").trim();
}

function one(view, at, type, isLittle) {
  if (type === 3) return view.getUint16(at, isLittle);
  if (type === 4) return view.getUint32(at, isLittle);
  if (type === 5) return view.getUint32(at, isLittle) / view.getUint32(at + 4, isLittle);
  return view.getUint8(at);
}

/** The JPEG with what was told written into it; as it is where nothing was told. */
export function withExif(jpeg, told) {
  const segment = segmentOf(told);
  if (!segment) return jpeg;
  const joined = new Uint8Array(jpeg.length + segment.length);
  joined.set(jpeg.subarray(0, 2));
  joined.set(segment, 2);
  joined.set(jpeg.subarray(2), 2 + segment.length);
  return joined;
}

function segmentOf({ taken, offset, latitude, longitude }) {
  const exif = [...ascii(TAKEN, taken), ...ascii(OFFSET, offset)];
  const gps = latitude === undefined ? [] : [
    ...ascii(LATITUDE_REF, latitude < 0 ? "S" : "N"), ...sixties(LATITUDE, latitude),
    ...ascii(LONGITUDE_REF, longitude < 0 ? "W" : "E"), ...sixties(LONGITUDE, longitude),
  ];
  if (!exif.length && !gps.length) return null;
  const tiff = tiffOf(exif, gps);
  const length = 2 + HEAD.length + tiff.length;
  return new Uint8Array([0xff, 0xe1, length >> 8, length & 255, ...HEAD, ...tiff]);
}

const ascii = (tag, text) =>
  text === undefined ? [] : [{ tag, type: 2, count: text.length + 1, data: [...text, "\0"].map((each) => each.charCodeAt(0) & 127) }];

/** Degrees, minutes and seconds as three fractions; seconds to a hundred-thousandth, under a millimetre. */
function sixties(tag, value) {
  const size = Math.round(Math.abs(value) * 3600 * 100_000);
  const [whole, rest] = [Math.floor(size / 360_000_000), size % 360_000_000];
  const parts = [[whole, 1], [Math.floor(rest / 6_000_000), 1], [rest % 6_000_000, 100_000]];
  return [{ tag, type: 5, count: 3, data: parts.flat().flatMap(four) }];
}

const four = (number) => [number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255];
const two = (number) => [number >>> 8, number & 255];

function tiffOf(exif, gps) {
  const [heads, at] = [[], 8 + 2 + 12 * (Boolean(exif.length) + Boolean(gps.length)) + 4];
  const first = exif.length ? written(exif, at) : [];
  const second = gps.length ? written(gps, at + first.length) : [];
  if (exif.length) heads.push({ tag: EXIF, type: 4, count: 1, data: four(at) });
  if (gps.length) heads.push({ tag: GPS, type: 4, count: 1, data: four(at + first.length) });
  return [0x4d, 0x4d, 0, 42, ...four(8), ...written(heads, 8), ...first, ...second];
}

/** A directory that begins at so many bytes, and behind it what does not fit into its entries. */
function written(entries, at) {
  let behind = [];
  const after = at + 2 + entries.length * 12 + 4;
  const rows = entries.flatMap(({ tag, type, count, data }) => {
    const row = [...two(tag), ...two(type), ...four(count)];
    if (data.length <= 4) return [...row, ...data, ...Array(4 - data.length).fill(0)];
    const place = after + behind.length;
    behind = [...behind, ...data, ...Array(data.length % 2).fill(0)];
    return [...row, ...four(place)];
  });
  return [...two(entries.length), ...rows, ...four(0), ...behind];
}
