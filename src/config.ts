/**
 * The environment as one Config: read, validated together, refused with every fault at once. The only reader of
 * environment variables. Prints nothing, and no fault repeats a value, which may be a secret.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import type { Values, VariableName } from './variables.ts';
import { channels, noteOf, variables } from './variables.ts';

const SERVICE = 'wechaty-puppet-service';

/** Set variables only: no empty strings, no surrounding white space. */
export type Environment = Readonly<Record<string, string>>;

/** Where the program stands: absolute paths. */
export interface Place {
  /** Folder of the project: its package.json, its flows. */
  readonly project: string;
  /** Folder the program was started from: its `.env`, its data. */
  readonly cwd: string;
}

export interface Config {
  readonly server: {
    readonly port: number;
    /** Unset by the operator: the next free port will do. */
    readonly portMayMove: boolean;
    readonly host: string;
    readonly apiKeys: readonly string[];
    readonly adminPassword: string | undefined;
  };
  readonly log: { readonly level: Values['LOG_LEVEL'] };
  /** Folder of flows and name of the call in it. */
  readonly call: { readonly flowsDir: string; readonly name: string };
  readonly store: {
    readonly dataDir: string;
    readonly redisUrl: string | undefined;
    readonly redisCluster: boolean;
    readonly durability: Values['DURABILITY'];
    /** 32 bytes as given, hex or base64. */
    readonly encryptionKey: string | undefined;
  };
  /** Names of the channels to open; each adapter reads its own settings out of `environment`. */
  readonly channels: readonly string[];
  readonly feishu: {
    readonly organizerChat: string | undefined;
    readonly bitable: { readonly app: string; readonly table: string } | undefined;
  };
  readonly webhook: { readonly url: string; readonly secret: string } | undefined;
  readonly model: { readonly url: string; readonly key: string | undefined; readonly name: string } | undefined;
  readonly environment: Environment;
}

/** One variable that is wrong: its name and what to do, never its value. */
export interface ConfigProblem {
  readonly variable: VariableName;
  readonly message: string;
  readonly example: string;
}

/** Thrown when the environment cannot be used: every problem of it. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map((one) => `${one.variable} ${one.message}; for example ${one.variable}=${one.example}`);
    super(`${problems.length} fault${problems.length === 1 ? '' : 's'} in the settings\n${lines.join('\n')}`);
    this.problems = problems;
  }
}

/**
 * The environment with `.env` of the starting folder beneath it, if there is one: real variables win. Empty ones count
 * as unset; LARK_X stands in for FEISHU_X.
 */
export function readEnvironment(
  cwd: string,
  real: Readonly<Record<string, string | undefined>> = process.env,
): Environment {
  const file = join(cwd, '.env');
  const found: Record<string, string> = {};
  for (const source of [existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}, real]) {
    for (const [name, value] of Object.entries(source)) {
      const trimmed = value?.trim() ?? '';
      if (trimmed !== '') found[name] = trimmed;
    }
  }
  for (const name of Object.keys(variables)) {
    const lark = found[name.replace(/^FEISHU_/, 'LARK_')];
    if (lark !== undefined) found[name] ??= lark;
  }
  return found;
}

/** Every pair of variables that must go together: [when this holds, this must be set, why]. */
function missing(env: Environment, names: readonly string[]): readonly (readonly [VariableName, string])[] {
  const has = (name: VariableName): boolean => env[name] !== undefined;
  const off = ['0', 'false', 'no'];
  const on = (name: VariableName): boolean => has(name) && !off.includes(env[name] ?? '');
  const rules: readonly (readonly [holds: boolean, needs: VariableName, why: string])[] = [
    [on('REDIS_CLUSTER'), 'REDIS_URL', 'must be set when REDIS_CLUSTER is'],
    [env.DURABILITY === 'replicated', 'REDIS_URL', 'must be set for DURABILITY=replicated'],
    [names.includes('telegram'), 'TELEGRAM_BOT_TOKEN', 'must be set to open the telegram channel'],
    [env.TELEGRAM_MODE === 'webhook', 'TELEGRAM_WEBHOOK_SECRET', 'must be set for TELEGRAM_MODE=webhook'],
    [names.includes('feishu') || has('FEISHU_APP_SECRET'), 'FEISHU_APP_ID', 'must be set to open the feishu channel'],
    [names.includes('feishu') || has('FEISHU_APP_ID'), 'FEISHU_APP_SECRET', 'must be set to open the feishu channel'],
    [env.FEISHU_MODE === 'webhook', 'FEISHU_ENCRYPT_KEY', 'must be set for FEISHU_MODE=webhook'],
    [has('FEISHU_BITABLE_APP'), 'FEISHU_BITABLE_TABLE', 'must be set when FEISHU_BITABLE_APP is'],
    [has('FEISHU_BITABLE_TABLE'), 'FEISHU_BITABLE_APP', 'must be set when FEISHU_BITABLE_TABLE is'],
    [has('FEISHU_BITABLE_APP'), 'FEISHU_APP_ID', 'must be set when FEISHU_BITABLE_APP is'],
    [
      names.includes('wechat') && (env.WECHATY_PUPPET ?? SERVICE) === SERVICE,
      'WECHATY_PUPPET_SERVICE_TOKEN',
      `must be set to open the wechat channel through ${SERVICE}`,
    ],
    [has('SUBMISSION_WEBHOOK_URL'), 'SUBMISSION_WEBHOOK_SECRET', 'must be set when SUBMISSION_WEBHOOK_URL is'],
    [has('LLM_BASE_URL'), 'LLM_MODEL', 'must be set when LLM_BASE_URL is'],
    [has('LLM_MODEL') || has('LLM_API_KEY'), 'LLM_BASE_URL', 'must be set when LLM_MODEL or LLM_API_KEY is'],
  ];
  const found = new Map<VariableName, string>();
  for (const [holds, needs, why] of rules) if (holds && !has(needs) && !found.has(needs)) found.set(needs, why);
  return [...found];
}

function folders(path: string): string[] {
  const entries = existsSync(path) ? readdirSync(path, { withFileTypes: true }) : [];
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => entry.name);
}

/** The call's place, and what is wrong with it. Only what the operator set can be wrong here; the loader judges the rest. */
function findCall(env: Environment, place: Place) {
  const flowsDir = env.FLOWS_DIR === undefined ? join(place.project, 'flows') : resolve(place.cwd, env.FLOWS_DIR);
  const known = folders(flowsDir);
  const only = known.length === 1 ? known[0] : undefined;
  const problems: [VariableName, string][] = [];
  if (env.FLOWS_DIR !== undefined && !existsSync(flowsDir)) problems.push(['FLOWS_DIR', 'is not a folder']);
  else if (env.CALL !== undefined && !known.includes(env.CALL))
    problems.push(['CALL', `must be a folder of FLOWS_DIR (${known.join(', ') || 'there is none'})`]);
  return { call: { flowsDir, name: env.CALL ?? only ?? 'fintech-events-2025' }, problems };
}

/** Channels that are named and nobody knows. */
function unknownChannels(env: Environment, place: Place): [VariableName, string][] {
  const folder = join(place.project, 'adapters');
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.ts')) : [];
  const known = [...new Set([...channels, ...files.map((file) => file.slice(0, -'.ts'.length))])];
  const named = variables.CHANNELS.safeParse(env.CHANNELS).data ?? [];
  return named.every((name) => known.includes(name)) ? [] : [['CHANNELS', `must be names out of ${known.join(', ')}`]];
}

/** Channels to open: those named, else web and those whose credentials are there. */
function chosenChannels(env: Environment): readonly string[] {
  const named = variables.CHANNELS.safeParse(env.CHANNELS).data;
  if (named !== undefined) return [...new Set(named)];
  const configured: Readonly<Record<string, boolean>> = {
    web: true,
    telegram: env.TELEGRAM_BOT_TOKEN !== undefined,
    feishu: env.FEISHU_APP_ID !== undefined,
    wechat: env.WECHATY_PUPPET_SERVICE_TOKEN !== undefined || (env.WECHATY_PUPPET ?? SERVICE) !== SERVICE,
  };
  return Object.keys(configured).filter((name) => configured[name]);
}

function pair<A, B>(a: A | undefined, b: B | undefined): readonly [A, B] | undefined {
  return a === undefined || b === undefined ? undefined : [a, b];
}

/**
 * Reads and validates all settings together.
 * @param environment as `readEnvironment` gives it
 * @throws ConfigFault with every problem
 */
export function readConfig(environment: Environment, place: Place): Config {
  const parsed = z.object(variables).safeParse(environment);
  const found = new Map<VariableName, string>();
  for (const issue of parsed.error?.issues ?? []) {
    const variable = issue.path[0] as VariableName;
    if (!found.has(variable)) found.set(variable, issue.message);
  }
  const chosen = chosenChannels(environment);
  const { call, problems } = findCall(environment, place);
  for (const [variable, message] of [
    ...missing(environment, chosen),
    ...unknownChannels(environment, place),
    ...problems,
  ])
    if (!found.has(variable)) found.set(variable, message);
  if (parsed.data === undefined || found.size > 0) {
    const order = Object.keys(variables);
    const all = [...found].map(([variable, message]) => ({ variable, message, example: noteOf(variable).example }));
    throw new ConfigFault(all.sort((a, b) => order.indexOf(a.variable) - order.indexOf(b.variable)));
  }
  const v = parsed.data;
  const bitable = pair(v.FEISHU_BITABLE_APP, v.FEISHU_BITABLE_TABLE);
  const webhook = pair(v.SUBMISSION_WEBHOOK_URL, v.SUBMISSION_WEBHOOK_SECRET);
  const model = pair(v.LLM_BASE_URL, v.LLM_MODEL);
  return {
    server: {
      port: v.PORT,
      portMayMove: environment.PORT === undefined,
      host: v.HOST,
      apiKeys: v.API_KEYS,
      adminPassword: v.ADMIN_PASSWORD,
    },
    log: { level: v.LOG_LEVEL },
    call,
    store: {
      dataDir: resolve(place.cwd, v.DATA_DIR),
      redisUrl: v.REDIS_URL,
      redisCluster: v.REDIS_CLUSTER,
      durability: v.DURABILITY,
      encryptionKey: v.ENCRYPTION_KEY,
    },
    channels: chosen,
    feishu: {
      organizerChat: v.FEISHU_ORGANIZER_CHAT,
      bitable: bitable && { app: bitable[0], table: bitable[1] },
    },
    webhook: webhook && { url: webhook[0], secret: webhook[1] },
    model: model && { url: model[0], key: v.LLM_API_KEY, name: model[1] },
    environment,
  };
}
