/**
 * Conditions of flow files in CEL, type-checked against the declared steps when a call is loaded. Evaluation is total:
 * it is given a value for everything it reads, so it can neither throw at an applicant nor guess.
 */

/** A compiled boolean CEL expression. */
export interface Condition {
  readonly source: string;
  /** Ordinals (indexes of `Call.steps`) of the steps whose *values* it reads, ascending. `answered.x` is not a read. */
  readonly reads: readonly number[];
  /** Ids of the same steps, the names under which their values are passed in. */
  readonly names: readonly string[];
  /** Ids of steps whose presence it asks for by `answered.x`. */
  readonly presence: readonly string[];
  /** Ordinals of those. */
  readonly presenceReads: readonly number[];
  /** Evaluates over a scope; see `Scope`. */
  holds(scope: Scope): boolean;
}

/**
 * What an expression sees. One entry for each name it reads:
 * single, list, consent, confirm, review → option id ("" when unanswered);
 * multi → list of option ids; text, longtext, date, uscc → string ("" when unanswered; a uscc step without a code is "none");
 * number → double; percent_note → {percent: double (-1 when unknown), note: string};
 * rows → list of maps, one key a column (string, or double for number columns, -1 … see `emptyCell`);
 * files → list of maps {name}; contact → {name, title, phone, email}.
 * Besides: `answered` → map step id → bool, `policy` → the switches of call.yaml, `list` → id of the chosen list,
 * `submitted` → {titles: list of case titles this person has already submitted}.
 */
export type Scope = Readonly<Record<string, unknown>>;
