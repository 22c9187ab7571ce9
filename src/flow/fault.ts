/** A fault in an organizer's file, with its place; and the error that carries all of them at once. */

export interface Fault {
  /** Path as given by the caller, e.g. flows/fintech-events-2025/lists/l3.yaml. */
  readonly file: string;
  /** From 1; 0 where the fault concerns the whole file. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The nearest known name, or what to write instead. */
  readonly suggestion?: string | undefined;
}

/** One line a fault: `file:line:column message; did you mean "x"?` */
export function faultLine(fault: Fault): string {
  const place = fault.line > 0 ? `${fault.file}:${fault.line}:${fault.column}` : fault.file;
  return fault.suggestion === undefined
    ? `${place} ${fault.message}`
    : `${place} ${fault.message}; ${fault.suggestion}`;
}

/** Thrown by the loader: every fault of every file of a call. */
export class FlowFault extends Error {
  override readonly name = 'FlowFault';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(
      `${faults.length} fault${faults.length === 1 ? '' : 's'} in the flow files\n${faults.map(faultLine).join('\n')}`,
    );
    this.faults = faults;
  }
}
