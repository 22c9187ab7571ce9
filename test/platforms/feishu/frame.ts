/** The frames of Feishu's long connection (protobuf `pbbp2.Frame`), written and read. Knows no socket. */

export interface Frame {
  readonly seq: number;
  readonly service: number;
  /** 0: control, 1: an event or its acknowledgement. */
  readonly method: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
}

const VARINT = 0;
const BYTES = 2;

function varint(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  while (rest > 127) {
    out.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
  return out;
}

function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([...varint(field * 8 + BYTES), ...varint(bytes.length)]), bytes]);
}

function numberField(field: number, value: number): Uint8Array {
  return Buffer.from([...varint(field * 8 + VARINT), ...varint(value)]);
}

export function encodeFrame(frame: Frame): Buffer {
  const headers = Object.entries(frame.headers).map(([key, value]) =>
    bytesField(5, Buffer.concat([bytesField(1, Buffer.from(key)), bytesField(2, Buffer.from(value))])),
  );
  return Buffer.concat([
    numberField(1, frame.seq),
    numberField(2, 0),
    numberField(3, frame.service),
    numberField(4, frame.method),
    ...headers,
    bytesField(8, frame.payload),
  ]);
}

type Field = { readonly field: number; readonly number: number; readonly bytes: Buffer };

function* fieldsOf(buffer: Buffer): Generator<Field> {
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = buffer[at];
      if (byte === undefined) throw new RangeError('a frame ends in a number');
      at += 1;
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < buffer.length) {
    const tag = next();
    const field = Math.floor(tag / 8);
    if (tag % 8 === VARINT) yield { field, number: next(), bytes: Buffer.alloc(0) };
    else if (tag % 8 === BYTES) {
      const length = next();
      yield { field, number: 0, bytes: buffer.subarray(at, at + length) };
      at += length;
    } else throw new RangeError('a frame has a field of an unknown kind');
  }
}

export function decodeFrame(buffer: Buffer): Frame {
  const numbers = new Map<number, number>();
  const headers: Record<string, string> = {};
  let payload: Uint8Array = Buffer.alloc(0);
  for (const { field, number, bytes } of fieldsOf(buffer)) {
    if (field === 5) {
      const parts = new Map([...fieldsOf(bytes)].map((part) => [part.field, part.bytes.toString()]));
      headers[parts.get(1) ?? ''] = parts.get(2) ?? '';
    } else if (field === 8) payload = bytes;
    else numbers.set(field, number);
  }
  const known = (field: number): number => numbers.get(field) ?? 0;
  return { seq: known(1), service: known(3), method: known(4), headers, payload };
}
