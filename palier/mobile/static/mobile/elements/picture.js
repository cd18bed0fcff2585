// @ts-check
// Draw a picture again, small, in this page: what leaves the phone has the pixels and nothing else.
import { MOST_BYTES, MOST_PIXELS, attempts, bareJpeg, pictureKind } from "terrain/logic/pictures";

/** The file cannot become a photo; ``message`` is for the screen. */
export class UnusablePicture extends Error {}

/** @typedef {{bytes: Uint8Array<ArrayBuffer>, width: number, height: number}} Redrawn a JPEG without metadata */

const NOT_ONE = "Ce fichier n'est pas une photo. Prenez une photo, ou choisissez une image (JPEG ou PNG).";
const UNREAD = "Ce téléphone n'arrive pas à lire cette photo. Reprenez-la, ou choisissez une image JPEG ou PNG.";
const TOO_BIG = "Cette photo est trop grande pour ce téléphone. Reprenez-la avec une taille plus petite.";
const HEADER = 16;

/**
 * @param {Blob} file
 * @returns {Promise<Redrawn>} upright, at most 1,280 pixels a side and 300 kB
 * @throws {UnusablePicture}
 */
export async function redrawn(file) {
  const start = new Uint8Array(await file.slice(0, HEADER).arrayBuffer());
  if (!pictureKind(start)) throw new UnusablePicture(NOT_ONE);
  const address = URL.createObjectURL(file);
  try {
    const image = await opened(address);
    // The header says the size: nothing is unfolded yet.
    if (image.naturalWidth * image.naturalHeight > MOST_PIXELS) throw new UnusablePicture(TOO_BIG);
    return await smallest(image);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * @param {string} address
 * @returns {Promise<HTMLImageElement>} turned as the phone was held (its EXIF), by the browser
 */
async function opened(address) {
  const image = new Image();
  const loaded = new Promise((resolve, reject) => {
    image.addEventListener("load", resolve);
    image.addEventListener("error", reject);
  });
  image.src = address;
  await loaded.catch(() => {
    throw new UnusablePicture(UNREAD);
  });
  if (image.naturalWidth === 0) throw new UnusablePicture(UNREAD);
  return image;
}

/**
 * @param {HTMLImageElement} image
 * @returns {Promise<Redrawn>} the first attempt that is light enough
 */
async function smallest(image) {
  const canvas = document.createElement("canvas");
  try {
    for (const { width, height, quality } of attempts(image.naturalWidth, image.naturalHeight)) {
      if (canvas.width !== width || canvas.height !== height) draw(canvas, image, width, height);
      const bytes = bareJpeg(await jpegOf(canvas, quality));
      if (bytes.length <= MOST_BYTES) return { bytes, width, height };
    }
  } finally {
    // Phones have little memory for canvases, and are slow to take it back.
    canvas.width = canvas.height = 0;
  }
  throw new UnusablePicture(TOO_BIG);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasImageSource} image
 * @param {number} width
 * @param {number} height
 */
function draw(canvas, image, width, height) {
  [canvas.width, canvas.height] = [width, height];
  const pencil = canvas.getContext("2d");
  if (!pencil) throw new UnusablePicture(TOO_BIG);
  pencil.imageSmoothingQuality = "high";
  // What was transparent is white.
  pencil.fillStyle = "#fff";
  pencil.fillRect(0, 0, width, height);
  pencil.drawImage(image, 0, 0, width, height);
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} quality
 * @returns {Promise<Uint8Array>}
 */
async function jpegOf(canvas, quality) {
  /** @type {Blob | null} */
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  if (!blob || blob.type !== "image/jpeg") throw new UnusablePicture(UNREAD);
  return new Uint8Array(await blob.arrayBuffer());
}

/**
 * Show a picture in a canvas of the page.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array<ArrayBuffer>} bytes a JPEG
 */
export async function show(canvas, bytes) {
  const address = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
  try {
    const image = await opened(address);
    draw(canvas, image, image.naturalWidth, image.naturalHeight);
  } finally {
    URL.revokeObjectURL(address);
  }
}
