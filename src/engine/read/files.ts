/** Reads files one by one, and 删 n, until they are all there or will come later. Opens none: only name, type and size are looked at. */

import type { FilesStep } from '../../flow/step.ts';
import type { FileRef } from '../../message.ts';
import type { Partial } from '../value.ts';
import { finished } from './finish.ts';
import { bare, containing, key, labelsFor, named } from './labels.ts';
import { excerpt } from './normalise.ts';
import { positions } from './ordinals.ts';
import type { Reading, Reply } from './reading.ts';
import { rejection } from './reading.ts';
import { readRowEdit } from './row-edit.ts';

const OFFICE = 'application/vnd.openxmlformats-officedocument.';
const MIMES: Readonly<Record<string, readonly string[]>> = {
  pdf: ['application/pdf', 'application/x-pdf'],
  jpg: ['image/jpeg', 'image/jpg', 'image/pjpeg'],
  jpeg: ['image/jpeg', 'image/jpg', 'image/pjpeg'],
  png: ['image/png', 'image/x-png'],
  docx: [`${OFFICE}wordprocessingml.document`, 'application/zip'],
  xlsx: [`${OFFICE}spreadsheetml.sheet`, 'application/zip'],
  pptx: [`${OFFICE}presentationml.presentation`, 'application/zip'],
  zip: ['application/zip', 'application/x-zip-compressed'],
};
/** What platforms say when they do not know. */
const UNKNOWN_MIME = new Set(['', 'application/octet-stream', 'binary/octet-stream', 'application/x-download']);

/**
 * Value: FilesValue; partial `files` after each file sent or removed. The options are `later` (1) and `done` (2). Rejections: empty,
 * file_expected (also for done without a file), file_type, file_too_big, too_many_files, no_such_file, no_such_option.
 */
export function readFiles(step: FilesStep, reply: Reply, partial: Partial | undefined): Reading {
  const files = partial?.kind === 'files' ? partial.files : [];
  if (reply.kind === 'file') return take(step, reply.file, files);
  const edit = reply.kind === 'text' ? readRowEdit(reply.text.trim()) : undefined;
  if (edit?.what === 'remove') return remove(edit.row, files);
  const id = reply.kind === 'choose' ? chosenId(step, reply.options) : wordsId(step, reply.text);
  if (id === step.later.id) return { kind: 'value', value: { files, later: true }, doubts: [] };
  if (id === step.done.id) {
    return files.length === 0
      ? rejection('file_expected')
      : { kind: 'value', value: { files, later: false }, doubts: [] };
  }
  if (reply.kind === 'choose') return rejection('no_such_option', { text: excerpt(reply.options.join(',')) });
  return rejection(reply.text.trim() === '' ? 'empty' : 'file_expected');
}

function take(step: FilesStep, file: FileRef, files: readonly FileRef[]): Reading {
  const name = excerpt(file.name, 40);
  if (!acceptable(step, file)) return rejection('file_type', { name, accept: step.accept.join(',') });
  if (!(file.size <= step.maxBytes)) return rejection('file_too_big', { name, size: file.size, max: step.maxBytes });
  const others = files.filter((other) => other.sha256 !== file.sha256);
  if (others.length >= step.max) return rejection('too_many_files', { max: step.max, have: others.length });
  return gathered([...others, file]);
}

function remove(n: number, files: readonly FileRef[]): Reading {
  if (n < 1 || n > files.length) return rejection('no_such_file', { n, files: files.length });
  return gathered(files.filter((_, i) => i !== n - 1));
}

function gathered(files: readonly FileRef[]): Reading {
  return { kind: 'partial', partial: { kind: 'files', files }, owed: { what: 'files', files: files.length } };
}

/** Extension accepted and, where the platform names a type, one that goes with the extension. */
export function acceptable(step: FilesStep, file: FileRef): boolean {
  const dot = file.name.lastIndexOf('.');
  const extension =
    dot === -1
      ? ''
      : file.name
          .slice(dot + 1)
          .trim()
          .toLowerCase();
  if (!step.accept.some((accepted) => accepted.replace(/^\./, '') === extension)) return false;
  const mime = (file.mime.split(';')[0] ?? '').trim().toLowerCase();
  const known = Object.hasOwn(MIMES, extension) ? MIMES[extension] : undefined;
  return known === undefined || UNKNOWN_MIME.has(mime) || known.includes(mime);
}

function chosenId(step: FilesStep, ids: readonly string[]): string | undefined {
  const [id] = ids;
  return ids.length === 1 && (id === step.later.id || id === step.done.id) ? id : undefined;
}

function wordsId(step: FilesStep, said: string): string | undefined {
  const text = said.trim();
  if (text.length > 60) return undefined;
  if (finished(text)) return step.done.id;
  const labels = labelsFor(step, () => [step.later, step.done]);
  const name = key(text);
  const read = positions(text, 2, false);
  const at = read !== undefined && 'at' in read ? read.at : named(labels, name);
  const hits = at.length > 0 ? at : containing(labels, bare(name));
  return hits.length === 1 ? labels.named[hits[0] ?? 0]?.id : undefined;
}
