/** The canonical form and the seal: any change of a sealed submission shows. */
import canonicalizeModule from 'canonicalize';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonical, seal, sha256Hex, verifySeal } from '../../src/engine/canonical.ts';
import { buildSubmission } from '../../src/engine/submit.ts';
import { inputWith } from './sample-application.ts';

it('sorts names by UTF-16 code units and writes numbers as RFC 8785 §3.2 shows', () => {
  const sample = {
    numbers: JSON.parse('[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]') as number[],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  };
  expect(canonical(sample)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
  expect(canonical({ '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, ö: 7 })).toBe(
    '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
  );
});

it('is what another implementation of RFC 8785 writes', () => {
  // The package exports the function itself (CommonJS), while its declaration promises a property `default`.
  const canonicalize = canonicalizeModule as unknown as (value: unknown) => string;
  const wide = fc.dictionary(fc.string({ unit: 'binary' }), fc.integer(), { minKeys: 20, maxKeys: 60 });
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue({ stringUnit: 'binary' }), wide), (value) => {
      expect(canonical(value)).toBe(canonicalize(value));
    }),
    { numRuns: 500 },
  );
  const sample = buildSubmission(inputWith());
  expect(canonical(sample)).toBe(canonicalize(sample));
});

it('hashes UTF-8 bytes', () => {
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256Hex('申报')).toBe('e7bf8d1f8bd32327a31d7a616696934e4f6a84e09f070655eaac2800da0d04f6');
});

it('has no canonical form for what is no JSON', () => {
  expect(() => canonical(undefined)).toThrow(TypeError);
  expect(() => canonical({ n: Number.NaN })).toThrow();
});

const sealed = buildSubmission(inputWith());

it('does not depend on the order of names', () => {
  const turned = Object.fromEntries(Object.entries(sealed).reverse());
  expect(verifySeal(turned)).toBe(true);
  const { integrity, ...rest } = sealed;
  expect(seal(rest).integrity).toEqual(integrity);
});

it('shows the change of any byte of the document', () => {
  const bytes = new TextEncoder().encode(JSON.stringify(sealed));
  expect(verifySeal(JSON.parse(new TextDecoder().decode(bytes)))).toBe(true);
  const read = new TextDecoder('utf-8', { fatal: true });
  let readable = 0;
  for (let at = 0; at < bytes.length; at++) {
    const turned = Uint8Array.from(bytes);
    turned[at] = (turned[at] ?? 0) ^ 1;
    let document: unknown;
    try {
      document = JSON.parse(read.decode(turned));
    } catch {
      continue;
    }
    readable += 1;
    expect(verifySeal(document), `byte ${at}`).toBe(false);
  }
  expect(readable).toBeGreaterThan(bytes.length / 3);
});

it('shows every other value put anywhere in the document', () => {
  const paths: (readonly (string | number)[])[] = [];
  const walk = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value !== 'object' || value === null) return void paths.push(path);
    for (const [key, below] of Object.entries(value)) walk(below, [...path, key]);
  };
  walk(sealed, []);
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, replacement) => {
      const copy = structuredClone(sealed) as unknown as Record<string | number, unknown>;
      let place = copy;
      for (const key of path.slice(0, -1)) place = place[key] as Record<string | number, unknown>;
      const last = path.at(-1) as string | number;
      fc.pre(canonical(place[last]) !== canonical(replacement));
      place[last] = replacement;
      expect(verifySeal(copy)).toBe(false);
    }),
  );
});

it.each([
  null,
  'text',
  {},
  { integrity: null },
  { integrity: {} },
  { ...sealed, integrity: { ...sealed.integrity, by: 'me' } },
])('takes no malformed seal %#', (document) => {
  expect(verifySeal(document)).toBe(false);
});
