// picture size: width and height of a picture from its first bytes, without decoding it.

export interface PictureSize {
  width: number;
  height: number;
}

const HEAD = 512 * 1024;

function ofJpeg(view: DataView): PictureSize | undefined {
  for (let at = 2; at + 9 < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const kind = view.getUint8(at + 1);
    // Frames, but for the tables that lie between them.
    if (kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function ofWebp(view: DataView): PictureSize | undefined {
  const kind = String.fromCharCode(...new Uint8Array(view.buffer, 12, 4));
  if (kind === "VP8 ") return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  if (kind === "VP8L") {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
  }
  const three = (at: number) => 1 + view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  return kind === "VP8X" ? { width: three(24), height: three(27) } : undefined;
}

/** undefined: no picture, or its beginning does not tell. */
export async function pictureSize(file: Blob): Promise<PictureSize | undefined> {
  try {
    const view = new DataView(await file.slice(0, HEAD).arrayBuffer());
    const first = view.getUint32(0);
    if (first === 0x89504e47) return { width: view.getUint32(16), height: view.getUint32(20) };
    if (first === 0x47494638) return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    if (first === 0x52494646 && view.getUint32(8) === 0x57454250) return ofWebp(view);
    return first >>> 16 === 0xffd8 ? ofJpeg(view) : undefined;
  } catch {
    return undefined;
  }
}
