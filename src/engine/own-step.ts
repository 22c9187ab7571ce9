/**
 * The machine's own small questions (insist or again, four ways out, really delete …) as steps, so that they are shown
 * and read exactly like those of a flow. Holds no state.
 */
import { alike } from '../flow/alike.ts';
import type { Option, SingleStep } from '../flow/step.ts';
import type { Words } from '../flow/words.ts';
import type { Offered, Pending } from './operation.ts';
import { dialogueEn } from './phrases/dialogue-en.ts';
import type { Dialogue } from './phrases/dialogue-zh.ts';
import { dialogueZh } from './phrases/dialogue-zh.ts';

type Said = (say: Dialogue) => string;

function both(said: Said): Words {
  return { zh: said(dialogueZh), en: said(dialogueEn) };
}

function option(id: string, said: Said, aliases: readonly string[]): Option {
  return { id, label: both(said), clause: undefined, aliases, exclusive: false, note: undefined, hint: undefined };
}

function ownStep(kind: string, ask: Said, options: readonly Option[]): SingleStep {
  return alike<SingleStep>({
    type: 'single',
    ordinal: -1,
    id: kind,
    title: both(ask),
    ask: both(ask),
    hint: undefined,
    example: undefined,
    aliases: [],
    clauses: [],
    when: undefined,
    required: true,
    pii: undefined,
    private: false,
    carry: false,
    field: undefined,
    revision: 1,
    checks: [],
    options,
  });
}

const YES = ['是', '是的', '对', '对的', '没错', '确定', '确认', '好', '好的', '可以', '行', 'yes', 'y', 'ok', 'sure'];
const NO = ['否', '不是', '不', '不用', '算了', '取消', '不要', 'no', 'n', 'cancel'];

const doubt = ownStep('doubt', () => ' ', [
  option('keep', (say) => say.doubtKeep, [...YES, '坚持', '不改', '保留', '就这样吧', '没问题', 'keep', 'keep it']),
  option('again', (say) => say.doubtAgain, [...NO, '重填', '重新填', '改一下', '不对', 'again']),
]);

const ways = ownStep('ways', (say) => say.waysAsk, [
  option('edit', (say) => say.wayEdit, ['修改', '改', '修改答案', '改回答', 'change', 'edit']),
  option('switch', (say) => say.waySwitch, ['换榜单', '换个榜单', 'change list', 'switch list']),
  option('organizer', (say) => say.wayOrganizer, [
    '组委会',
    '请组委会',
    '问组委会',
    '人工确认',
    'ask the organizer',
    'organizer',
  ]),
  option('save', (say) => say.waySave, ['存草稿', '保存', '先存着', 'save', 'save draft']),
]);

const question = ownStep('question', () => ' ', [
  option('answer', (say) => say.questionIsAnswer, ['回答', '是回答', '我的回答', '答案', 'answer']),
  option('question', (say) => say.questionIsQuestion, ['问题', '提问', '想问', '是问题', 'question', 'ask']),
]);

const supplement = ownStep('supplement', () => ' ', [
  option('add', (say) => say.supplementAdd, [
    '补充',
    '补充上一题',
    '上一题',
    '是补充',
    '接上一题',
    'add',
    'the one before',
  ]),
  option('answer', (say) => say.supplementAnswer, ['回答', '这一题', '回答这一题', '新的回答', 'answer', 'this one']),
]);

const erase = ownStep('erase', () => ' ', [
  option('yes', (say) => say.eraseYes, [...YES, '删除', '删', 'delete']),
  option('no', (say) => say.eraseNo, [...NO, '不删', 'keep']),
]);

const withdraw = ownStep('withdraw', () => ' ', [
  option('yes', (say) => say.withdrawYes, [...YES, '撤回', '撤', 'withdraw']),
  option('no', (say) => say.withdrawNo, [...NO, '不撤', 'keep']),
]);

const proposedAll = ownStep('proposed', (say) => say.proposedAsk, [
  option('all', (say) => say.proposedAll, [...YES, '全部记下', '都记下', '都保存', '全对', 'all']),
  option('each', (say) => say.proposedEach, ['逐条', '一条一条', '一条条看', '逐条确认', 'one by one']),
  option('none', (say) => say.proposedNone, [...NO, '都不要', '不用了', 'none']),
]);

const proposedOne = ownStep('proposed', () => ' ', [
  option('yes', (say) => say.proposedYes, [...YES, '记下', '保存', 'save']),
  option('no', (say) => say.proposedNo, [...NO, '不对', '跳过', 'skip']),
]);

/** Id of the choice that none of the offered readings was meant. */
export const NONE_MEANT = 'none';

function meantStep(options: readonly Offered[]): SingleStep {
  const readings = options.map(({ id, zh, en }): Option => ({ ...option(id, () => zh, []), label: { zh, en } }));
  const none = option(NONE_MEANT, (say) => say.meantNone, [...NO, '都不是', '转人工', 'none']);
  return ownStep('meant', (say) => say.meantAsk, [...readings, none]);
}

/** The step behind a pending question; undefined for those answered in free words. */
export function ownStepFor(pending: Pending): SingleStep | undefined {
  switch (pending.kind) {
    case 'doubt':
      return doubt;
    case 'ways':
      return ways;
    case 'question':
      return question;
    case 'supplement':
      return supplement;
    case 'erase':
      return erase;
    case 'withdraw':
      return withdraw;
    case 'meant':
      return meantStep(pending.options);
    case 'proposed':
      return pending.at < 0 ? proposedAll : proposedOne;
    case 'objection':
    case 'edit':
      return undefined;
    default:
      return pending satisfies never;
  }
}
