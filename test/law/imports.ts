/**
 * What a source file imports, read from its syntax tree: static, dynamic, re-exported and type-only. Judges nothing.
 */
import { posix } from 'node:path';
import { parseAst } from 'vitest/node';

export interface Import {
  readonly specifier: string;
  /** Path from the repository's root for a relative import, else the package with its sub-path as written. */
  readonly target: string;
  readonly relative: boolean;
  readonly typeOnly: boolean;
  /** `computed`: a dynamic import whose target is not a string literal; its specifier is empty. */
  readonly kind: 'import' | 're-export' | 'dynamic' | 'computed';
  /** Imported names; `*` for a namespace, `default`; empty for a side effect or a dynamic import. */
  readonly names: readonly string[];
  readonly line: number;
}

/** A syntax node as the parser hands it over (ESTree with TypeScript). */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** Every node of a source in document order. Throws when the source cannot be parsed. */
export function nodesOf(source: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
    } else if (isNode(value)) {
      found.push(value);
      for (const child of Object.values(value)) visit(child);
    }
  };
  visit(parseAst(source, { lang: 'ts' }));
  return found;
}

/** Line from 1 of an offset into a source. */
export function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}

function literal(node: unknown): string | undefined {
  return isNode(node) && node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

function nameOf(specifier: unknown): string {
  if (!isNode(specifier)) return '';
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  if (specifier.type === 'ImportNamespaceSpecifier') return '*';
  const imported = specifier.imported ?? specifier.local;
  return isNode(imported) ? String(imported.name ?? imported.value ?? '') : '';
}

function namesOf(node: SyntaxNode): readonly string[] {
  const specifiers = Array.isArray(node.specifiers) ? (node.specifiers as unknown[]) : [];
  return node.type === 'ExportAllDeclaration' ? ['*'] : specifiers.map(nameOf);
}

const KINDS: Readonly<Record<string, Import['kind']>> = {
  ImportDeclaration: 'import',
  ExportNamedDeclaration: 're-export',
  ExportAllDeclaration: 're-export',
  ImportExpression: 'dynamic',
  TSImportType: 'import',
};

/**
 * The imports among a file's nodes.
 * @param path of the file from the repository's root, with forward slashes
 */
export function importsOf(path: string, source: string, nodes: readonly SyntaxNode[]): Import[] {
  const found: Import[] = [];
  for (const node of nodes) {
    const kind = KINDS[node.type];
    if (kind === undefined) continue;
    const specifier = literal(node.source);
    if (specifier === undefined && kind !== 'dynamic') continue;
    const relative = specifier?.startsWith('.') ?? false;
    found.push({
      specifier: specifier ?? '',
      target: relative ? posix.join(posix.dirname(path), specifier ?? '') : (specifier ?? ''),
      relative,
      typeOnly: node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type',
      kind: specifier === undefined ? 'computed' : kind,
      names: namesOf(node),
      line: lineAt(source, node.start),
    });
  }
  return found;
}
