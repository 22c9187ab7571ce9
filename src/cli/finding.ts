/** What `doctor` says about one thing it looked at. Looks at nothing itself. */

/** `note`: nothing is wrong, but somebody should know. */
export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'note' | 'fault';
  readonly zh: string;
  readonly en: string;
}

/** A finding before it is known what it is about. */
export type Said = Omit<Finding, 'name'>;

export function ok(zh: string, en: string): Said {
  return { state: 'ok', zh, en };
}

export function note(zh: string, en: string): Said {
  return { state: 'note', zh, en };
}

export function fault(zh: string, en: string): Said {
  return { state: 'fault', zh, en };
}
