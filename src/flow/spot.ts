/** A cursor on a value of a flow file, by which compilers report faults at its place. Holds no values. */
import type { Fault } from './fault.ts';
import type { Path, Source } from './source.ts';

export interface Spot {
  readonly file: string;
  /** The spot of a value below. */
  at(...keys: (string | number)[]): Spot;
  /** Reports a fault here; `offset` counts characters into the text that stands here. */
  fault(message: string, suggestion?: string, offset?: number): void;
}

/** The spot of a whole file; faults are added to `faults`. */
export function spotOf(source: Source, faults: Fault[], path: Path = []): Spot {
  return {
    file: source.path,
    at: (...keys) => spotOf(source, faults, [...path, ...keys]),
    fault: (message, suggestion, offset) => {
      const place = source.place(path, offset === undefined ? {} : { offset });
      faults.push({ file: source.path, ...place, message, suggestion });
    },
  };
}
