/** Files as a submission records them: numbered, with what their names tell and the clauses they speak to. Opens none. */
import type { Evidence } from './evidence.ts';
import { attachmentKind } from './evidence.ts';
import type { Exported } from './export.ts';
import type { Attachment } from './submission.ts';

export interface Attachments {
  readonly all: Attachment[];
  /** Ids by step id. */
  readonly byStep: ReadonlyMap<string, readonly string[]>;
  /** Has the applicant announced more, or given nothing where files were asked for? */
  readonly incomplete: boolean;
}

/** Numbers the files of all files steps in asking order. `asked`: does the route ask for files at all? */
export function recordedAttachments(exported: readonly Exported[], evidence: Evidence, asked: boolean): Attachments {
  const all: Attachment[] = [];
  const byStep = new Map<string, readonly string[]>();
  let later = false;
  for (const { step, answer } of exported) {
    const value = answer.value;
    if (step.type !== 'files' || !('files' in value)) continue;
    later ||= value.later;
    const ids: string[] = [];
    for (const file of value.files) {
      const kind = attachmentKind(file.name);
      const id = `att${all.length + 1}`;
      ids.push(id);
      all.push({
        id,
        name: file.name,
        kind,
        mime: file.mime,
        bytes: file.size,
        sha256: file.sha256,
        storage_key: file.key,
        clauses: evidence.clausesFor(kind, step.clauses).clauses,
      });
    }
    byStep.set(step.id, ids);
  }
  return { all, byStep, incomplete: asked && (later || all.length === 0) };
}
