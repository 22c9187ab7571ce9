/**
 * The bare limit the engine is measured against: one hand-written switch over the same application, its whole state as
 * JSON text in a Map. It knows this one form only: no flow file, no clauses judged, no back, edit, commands or audit log.
 */
import type { Inbound } from '../src/message.ts';
import type { Answers } from './limit-answers.ts';
import { previewOf } from './limit-answers.ts';
import { lengthOf, readMany, readMonths, readOne, readPhone, readUscc, splitRows } from './limit-read.ts';
import type { Question } from './limit-words.ts';
import * as words from './limit-words.ts';

interface State {
  version: number;
  /** The last eight message ids. */
  seen: string[];
  step: Question | 'done';
  /** Rows or bubbles of an answer given in several messages. */
  rows: string[][];
  parts: string[];
  answers: Answers;
  submission: { receipt: string; at: number; answers: Answers } | null;
}

const { OPTIONS, QUESTIONS } = words;
const FINISH = /^(?:好了|完成|没有了|1)$/;

/** Takes one message: the reply to send, "" for a message seen before. */
export function takeLimitTurn(store: Map<string, string>, inbound: Inbound): string {
  const key = `${inbound.channel}:${inbound.user}`;
  const stored = store.get(key);
  const text = inbound.content.kind === 'text' ? inbound.content.text.trim() : '';
  let state: State;
  let reply: string;
  if (stored === undefined) {
    state = { version: 0, seen: [], step: 'consent', rows: [], parts: [], answers: {}, submission: null };
    reply = `${words.WELCOME}\n${QUESTIONS.consent}`;
  } else {
    state = JSON.parse(stored) as State;
    if (state.seen.includes(inbound.id)) return '';
    reply = step(state, text, inbound.at);
  }
  state.seen.push(inbound.id);
  if (state.seen.length > 8) state.seen.shift();
  state.version += 1;
  store.set(key, JSON.stringify(state));
  return reply;
}

function again(state: State, why: string): string {
  return state.step === 'done' ? why : `${why}\n${QUESTIONS[state.step]}`;
}

function ask(state: State, next: Question): string {
  state.step = next;
  return QUESTIONS[next];
}

/** The answer of one question and the next question. */
function step(state: State, text: string, at: number): string {
  const { answers } = state;
  switch (state.step) {
    case 'consent': {
      const n = readOne(text, OPTIONS.consent);
      if (n !== 1) return again(state, '同意后才能开始填写。');
      answers.consent = at;
      return ask(state, 'list');
    }
    case 'list': {
      const n = readOne(text, OPTIONS.list);
      if (n !== 3) return again(state, '请从上面选一个。');
      answers.list = n;
      return `${words.LIST_TIPS}\n${ask(state, 'practice')}`;
    }
    case 'practice': {
      const picked = readMany(text, OPTIONS.practice);
      if (picked === undefined) return again(state, '请回编号，例如“1,3”。');
      if (picked.length < 3 || picked.includes(4))
        return again(state, '核心创新场景、主要落地应用及价值实现须在上海。');
      answers.practice = picked;
      return ask(state, 'lead');
    }
    case 'lead': {
      const n = readOne(text, OPTIONS.lead);
      if (n === undefined || n > 2) return again(state, '牵头单位须在上海。');
      answers.lead = n;
      return ask(state, 'sources');
    }
    case 'sources': {
      const picked = readMany(text, OPTIONS.sources);
      if (picked === undefined || picked.includes(5)) return again(state, '须以高价值数据为核心。');
      answers.sources = picked;
      return ask(state, 'values');
    }
    case 'values': {
      const picked = readMany(text, OPTIONS.values);
      if (picked === undefined || picked.includes(4)) return again(state, '须有可量化的成效证据。');
      answers.values = picked;
      return `${words.QUICK_PASSED}\n${ask(state, 'orgName')}`;
    }
    case 'orgName': {
      const length = lengthOf(text);
      if (length < 4 || length > 60) return again(state, `全称 4–60 字，现在 ${length} 字。`);
      answers.orgName = text;
      return ask(state, 'uscc');
    }
    case 'uscc': {
      const code = readUscc(text);
      if (code === undefined) return again(state, '代码应为 18 位，校验位要对得上。');
      answers.uscc = code;
      return ask(state, 'orgType');
    }
    case 'orgType': {
      const n = readOne(text, OPTIONS.orgType);
      if (n === undefined) return again(state, '请回一个编号。');
      answers.orgType = n;
      return ask(state, 'partners');
    }
    case 'partners':
      return takeRows(state, text, 'partners', 2, 3, 'title');
    case 'title': {
      const length = lengthOf(text);
      if (length < 6 || length > 50) return again(state, `名称 6–50 字，现在 ${length} 字。`);
      answers.title = text;
      return ask(state, 'summary');
    }
    case 'summary':
      return takeLong(state, text, 'summary', 100, 500, 'dataRole');
    case 'dataRole':
      return takeLong(state, text, 'dataRole', 100, 600, 'scenarios');
    case 'scenarios': {
      const picked = readMany(text, OPTIONS.scenarios);
      if (picked === undefined) return again(state, '请回编号，例如“1,3”。');
      answers.scenarios = picked;
      return ask(state, 'feature');
    }
    case 'feature': {
      if (answers.feature === undefined) {
        const picked = readMany(text, OPTIONS.feature);
        if (picked === undefined || picked.includes(4)) return again(state, '须体现上海特色。');
        answers.feature = picked;
        return words.FEATURE_NOTE;
      }
      const length = lengthOf(text);
      if (length < 20 || length > 300) return `依据 20–300 字，现在 ${length} 字。\n${words.FEATURE_NOTE}`;
      answers.featureNote = text;
      return ask(state, 'directions');
    }
    case 'directions': {
      const picked = readMany(text, OPTIONS.directions);
      if (picked === undefined) return again(state, '请回编号，例如“1,3”。');
      answers.directions = picked;
      return ask(state, 'demo');
    }
    case 'demo':
      return takeLong(state, text, 'demo', 100, 600, 'stage');
    case 'stage': {
      const n = readOne(text, OPTIONS.stage);
      if (n === undefined) return again(state, '请回一个编号。');
      answers.stage = n;
      return ask(state, 'milestones');
    }
    case 'milestones':
      return takeMilestones(state, text);
    case 'metrics':
      return takeRows(state, text, 'metrics', 6, 6, 'compliance');
    case 'compliance':
      return takeLong(state, text, 'compliance', 30, 500, 'attachments');
    case 'attachments':
      if (text !== '1' && text !== '稍后补充') return again(state, '这里只收文件；没有就选“稍后补充”。');
      return ask(state, 'contact');
    case 'contact': {
      const fields = text.split(/[,，、;；\s]+/);
      if (fields.length !== 4 || readPhone(fields[2] ?? '') === undefined || !(fields[3] ?? '').includes('@')) {
        return again(state, '请写：姓名，职务，手机，邮箱。');
      }
      answers.contact = fields;
      return ask(state, 'declaration');
    }
    case 'declaration':
      if (readOne(text, OPTIONS.declaration) !== 1) return again(state, '确认后才能提交。');
      answers.declaredAt = at;
      return `${previewOf(answers)}\n${words.PASSED}\n${ask(state, 'review')}`;
    case 'review': {
      if (readOne(text, OPTIONS.review) !== 1) return again(state, '已保存。');
      state.submission = { receipt: `SJ2025-L3-${at.toString(36).toUpperCase()}`, at, answers };
      state.step = 'done';
      return `已提交！受理编号：${state.submission.receipt}\n案例：${answers.title ?? ''}\n榜单：${OPTIONS.list[2]}\n${words.PASSED}`;
    }
    case 'done':
      return '已经提交过了。';
    default:
      return state.step satisfies never;
  }
}

function takeRows(
  state: State,
  text: string,
  into: 'partners' | 'metrics',
  least: number,
  most: number,
  next: Question,
): string {
  if (FINISH.test(text)) {
    if (state.rows.length === 0 && into === 'metrics') return again(state, '至少写一行。');
    state.answers[into] = state.rows;
    state.rows = [];
    return ask(state, next);
  }
  const rows = splitRows(text);
  for (const row of rows) {
    if (row.length < least || row.length > most) return again(state, `一行要 ${least} 列，用“｜”分开。`);
  }
  state.rows.push(...rows);
  return words.rowsSoFar(state.rows.length);
}

function takeMilestones(state: State, text: string): string {
  if (FINISH.test(text)) {
    if (state.rows.length === 0) return again(state, '至少写一行。');
    state.answers.milestones = state.rows;
    state.rows = [];
    return ask(state, 'metrics');
  }
  const rows = readMonths(text);
  if (rows === undefined) return again(state, '例如“2025年3月 上线”。');
  state.rows.push(...rows);
  return words.rowsSoFar(state.rows.length);
}

function takeLong(
  state: State,
  text: string,
  into: 'summary' | 'dataRole' | 'demo' | 'compliance',
  min: number,
  max: number,
  next: Question,
): string {
  const finish = FINISH.test(text);
  if (!finish) state.parts.push(text);
  const whole = state.parts.join('\n');
  const length = lengthOf(whole);
  if (length > max) {
    state.parts.pop();
    return `超出 ${length - max} 字（上限 ${max}），请改短。`;
  }
  if (length < min) return `收到，现在 ${length} 字，还差 ${min - length} 字。接着发，发完回“好了”。`;
  if (!finish && state.parts.length > 1)
    return `收到，现在 ${length} 字（上限 ${max}）。还有就接着发，没有就回“好了”。`;
  state.answers[into] = whole;
  state.parts = [];
  return ask(state, next);
}
