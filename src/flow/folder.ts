/** Finds the files of a call among the files of its folder and reads their YAML. Touches no file system. */
import type { Fault } from './fault.ts';
import { didYouMean } from './nearest.ts';
import type { Source, SourceFile } from './source.ts';
import { readSource } from './source.ts';

/** The YAML of a call's files. `files`: the same with paths relative to the folder, for the hash. */
export interface FolderSource {
  readonly call: Source;
  readonly rules: Source;
  readonly common: Source;
  readonly lists: readonly { readonly source: Source; readonly home: string }[];
  readonly files: readonly SourceFile[];
}

/** Reads all files of the flow; undefined (and faults) when one of them is missing or no YAML. */
export function readFolder(files: readonly SourceFile[], faults: Fault[]): FolderSource | undefined {
  const root = rootOf(files, faults);
  const byName = new Map(
    files.filter((file) => file.path.startsWith(root)).map((file) => [file.path.slice(root.length), file]),
  );
  const used: SourceFile[] = [];
  const read = (name: string): Source | undefined => {
    const file = byName.get(name);
    if (file === undefined) {
      const path = root + name;
      if (!faults.some((fault) => fault.file === path))
        faults.push({ file: path, line: 0, column: 0, message: 'the file is missing' });
      return undefined;
    }
    used.push({ path: name, text: file.text });
    return readSource(file, faults);
  };
  const call = read('call.yaml');
  const rules = read('rules.yaml');
  const common = read('common.yaml');
  const present = [...byName.keys()].filter((name) => name.startsWith('lists/'));
  const listed = call === undefined ? undefined : listNames(call.value);
  if (listed === undefined) {
    for (const name of present) read(name);
    return undefined;
  }
  const lists = listed.flatMap((name, index) => {
    const path = `lists/${name}.yaml`;
    if (!byName.has(path) && call !== undefined && !faults.some((fault) => fault.file === root + path)) {
      const known = present.map((one) => one.slice('lists/'.length).replace(/\.yaml$/u, ''));
      faults.push({
        file: call.path,
        ...call.place(['lists', index]),
        message: `unknown list "${name}": there is no ${path}`,
        suggestion: didYouMean(name, known),
      });
      return [];
    }
    const source = read(path);
    return source === undefined ? [] : [{ source, home: source.path }];
  });
  for (const name of present) {
    if (listed.includes(name.slice('lists/'.length).replace(/\.yaml$/u, '')) && name.endsWith('.yaml')) continue;
    faults.push({
      file: root + name,
      line: 0,
      column: 0,
      message: 'the file is not named in lists of call.yaml',
      suggestion: 'name it there or remove it',
    });
  }
  if (call === undefined || rules === undefined || common === undefined || lists.length < listed.length)
    return undefined;
  return { call, rules, common, lists, files: used };
}

/** The folder's path with its final slash, as found before call.yaml. */
function rootOf(files: readonly SourceFile[], faults: readonly Fault[]): string {
  const paths = [...files, ...faults.map((fault) => ({ path: fault.file }))].map((file) => file.path);
  for (const name of ['call.yaml', 'rules.yaml', 'common.yaml']) {
    const found = paths
      .filter((path) => path === name || path.endsWith(`/${name}`))
      .toSorted((a, b) => a.length - b.length)[0];
    if (found !== undefined) return found.slice(0, found.length - name.length);
  }
  return '';
}

/** Names in `lists` of call.yaml; undefined when that is no list of names (its shape is faulted later). */
function listNames(value: unknown): string[] | undefined {
  if (typeof value !== 'object' || value === null || !('lists' in value) || !Array.isArray(value.lists)) return [];
  const names: unknown[] = value.lists;
  return [...new Set(names.filter((name) => typeof name === 'string'))];
}
