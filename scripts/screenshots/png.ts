// Makes a screenshot's PNG smaller without changing a pixel: flat areas compress best with no filter at all, and a
// browser filters every line.
import { deflateSync, crc32, inflateSync } from "node:zlib";

const SIGNATURE_BYTES = 8;
/** Of colour types 2 and 6 with 8 bits each, which is what a screenshot has. */
const BYTES_PER_PIXEL: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

/** @throws Error when it is not such a PNG. */
export function smallerPng(png: Buffer): Buffer {
  const header = chunksOf(png, "IHDR")[0];
  const pixel = BYTES_PER_PIXEL[header?.[9] ?? 0];
  if (header === undefined || pixel === undefined || header[8] !== 8 || header[12] !== 0)
    throw new Error("the picture is no PNG with 8 bits per colour");
  const line = header.readUInt32BE(0) * pixel;
  const lines = unfiltered(inflateSync(Buffer.concat(chunksOf(png, "IDAT"))), line, pixel);
  const data = deflateSync(lines, { level: 9, memLevel: 9 });
  return Buffer.concat([
    png.subarray(0, SIGNATURE_BYTES),
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunksOf(png: Buffer, wanted: string): Buffer[] {
  const found: Buffer[] = [];
  for (let at = SIGNATURE_BYTES; at < png.length;) {
    const end = at + 8 + png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === wanted) found.push(png.subarray(at + 8, end));
    at = end + 4;
  }
  return found;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

/** Each line with the filter 0 in front. Source of the filters: PNG specification, 9.2. */
function unfiltered(data: Buffer, line: number, pixel: number): Buffer {
  const plain = Buffer.alloc(data.length);
  for (let start = 0; start < data.length; start += line + 1) {
    const filter = data[start] ?? 0;
    for (let at = start + 1; at <= start + line; at += 1) {
      const left = at - start > pixel ? (plain[at - pixel] ?? 0) : 0;
      const up = start > 0 ? (plain[at - line - 1] ?? 0) : 0;
      const corner = start > 0 && at - start > pixel ? (plain[at - line - 1 - pixel] ?? 0) : 0;
      plain[at] = ((data[at] ?? 0) + guess(filter, left, up, corner)) & 0xff;
    }
  }
  return plain;
}

function guess(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const near = left + up - corner;
  const [toLeft, toUp, toCorner] = [left, up, corner].map((each) => Math.abs(near - each));
  if ((toLeft ?? 0) <= (toUp ?? 0) && (toLeft ?? 0) <= (toCorner ?? 0)) return left;
  return (toUp ?? 0) <= (toCorner ?? 0) ? up : corner;
}
