/**
 * The commands of the program: finds the one that was asked for, runs it, and turns faults into sentences and exit
 * codes. Loads nothing but that command, and does no work of its own.
 */
import { enableCompileCache } from 'node:module';
import packageJson from '../package.json' with { type: 'json' };
import type { Command } from './cli/command.ts';
import { EXIT, OperatorFault, UsageFault } from './cli/command.ts';
import type { CommandName } from './cli/help.ts';
import { COMMANDS, helpOf, helpText } from './cli/help.ts';
import { nearest } from './flow/nearest.ts';

/** What is loaded for each command, once it is asked for. */
const LOADERS: Readonly<Record<CommandName, (args: readonly string[]) => Promise<Command>>> = {
  start: async () => (await import('./cli/start.ts')).start,
  chat: async (args) =>
    args.includes('--json') ? (await import('./cli/chat-json.ts')).chatJson : (await import('./cli/chat.ts')).chat,
  check: async () => (await import('./cli/check.ts')).check,
  graph: async () => (await import('./cli/graph.ts')).graph,
  submissions: async () => (await import('./cli/submissions.ts')).submissions,
  faq: async () => (await import('./cli/faq.ts')).faq,
  recommend: async () => (await import('./cli/recommend.ts')).recommend,
  migrate: async () => (await import('./cli/migrate.ts')).migrate,
  preview: async () => (await import('./cli/preview.ts')).preview,
  setup: async () => (await import('./cli/setup-channel.ts')).setupChannel,
  doctor: async () => (await import('./cli/doctor.ts')).doctor,
};

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(LOADERS, name);
}

/** Runs the command named first in `argv` and resolves to the exit code of the process. */
export async function run(argv: string[]): Promise<number> {
  // Parsed code is kept in the system's folder for temporary files: the second start is markedly faster.
  enableCompileCache();
  leaveWhenNobodyReads();
  try {
    return await dispatch(argv);
  } catch (error) {
    return explain(error);
  }
}

async function dispatch(argv: string[]): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined) {
    process.stderr.write(helpText(packageJson.version));
    return EXIT.usage;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(helpText(packageJson.version));
    return EXIT.ok;
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${packageJson.version}\n`);
    return EXIT.ok;
  }
  if (!isCommand(name)) {
    const near = nearest(name, COMMANDS);
    const hint = near === undefined ? '' : ` 是不是 ${near}？/ Did you mean ${near}?`;
    throw new UsageFault(`没有“${name}”这个命令。/ There is no command “${name}”.${hint}`);
  }
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(helpOf(name));
    return EXIT.ok;
  }
  const command = await LOADERS[name](args);
  return command(args);
}

/** `… | head` closes our output early: what was durable stays so, and there is nobody left to tell. */
function leaveWhenNobodyReads(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    throw error;
  });
}

/** Operators get sentences, one fault a line; only a bug of ours shows its stack. */
function explain(error: unknown): number {
  const [text, code] = inWords(error);
  process.stderr.write(`${text.trimEnd()}\n`);
  return code;
}

function inWords(error: unknown): readonly [text: string, code: number] {
  if (!(error instanceof Error)) return [String(error), EXIT.bug];
  if (error instanceof UsageFault || isParseFault(error)) {
    return [`${error.message}\n帮助 / Help: npm run -s shenbao -- --help`, EXIT.usage];
  }
  if (error instanceof OperatorFault) return [error.message, error.exit];
  // By name: importing the classes would load the settings, the flow language and the store for every command.
  switch (error.name) {
    case 'ConfigFault':
    case 'FlowFault':
      return [error.message, EXIT.setup];
    case 'StoreFault':
      return [error.message, 'kind' in error && error.kind === 'weak' ? EXIT.setup : EXIT.failed];
    default:
      return [error.stack ?? error.message, EXIT.bug];
  }
}

function isParseFault(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS_');
}
