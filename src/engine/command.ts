/**
 * Commands an applicant may give at any moment, recognised from what was typed. Only whole messages count: a command
 * word inside an answer is part of the answer. Carries nothing out.
 */
import type { ReadCode } from './resume-code.ts';
import { readCode } from './resume-code.ts';

export type Command =
  | {
      readonly name:
        | 'start'
        | 'back'
        | 'skip'
        | 'progress'
        | 'preview'
        | 'submit'
        | 'pause'
        | 'resume'
        | 'help'
        | 'human';
    }
  | {
      readonly name:
        | 'withdraw'
        | 'export'
        | 'erase'
        | 'example'
        | 'drafts'
        | 'new'
        | 'keep'
        | 'language'
        | 'again'
        | 'thanks'
        | 'mute'
        | 'unmute';
    }
  /** `which`: a number, a title, or "" when it was not said. */
  | { readonly name: 'edit'; readonly which: string }
  /** `list`: what was said about the list, or "". */
  | { readonly name: 'switch'; readonly list: string }
  | { readonly name: 'draft'; readonly number: string }
  | { readonly name: 'clause'; readonly id: string }
  | { readonly name: 'locale'; readonly locale: 'zh-CN' | 'en' }
  /** Carrying the application to another channel: asking for a code, using one, parting again. */
  | { readonly name: 'code' | 'part' | 'alone' }
  | { readonly name: 'join'; readonly code: ReadCode };

const WORDS: ReadonlyMap<string, Command> = new Map(
  (
    [
      [{ name: 'start' }, '开始 开始申报 我要申报 申报 你好 您好 在吗 hi hello start /start 开始填 开始填报'],
      [{ name: 'back' }, '上一步 上一题 返回上一步 返回 后退 back /back 回上一题'],
      [{ name: 'skip' }, '跳过 跳过这题 skip /skip 先跳过'],
      [{ name: 'progress' }, '进度 我的进度 填到哪了 我填到哪了 还有多少题 还剩几题 progress status /status'],
      [{ name: 'preview' }, '预览 摘要 看看摘要 核对 preview /preview'],
      [{ name: 'submit' }, '提交 提交申报 确认提交 submit /submit'],
      [{ name: 'pause' }, '存草稿 保存草稿 先存草稿 保存 先存着 暂停 save /save pause'],
      [{ name: 'resume' }, '继续 继续填 接着填 继续填报 continue resume /resume'],
      [{ name: 'help' }, '帮助 菜单 怎么用 命令 help /help menu ? ？'],
      [{ name: 'human' }, '转人工 人工 找人工 人工客服 联系组委会 human agent /human'],
      [{ name: 'withdraw' }, '撤回 撤回申报 撤回提交 withdraw /withdraw'],
      [{ name: 'export' }, '导出我的数据 导出数据 我的数据 exportmydata mydata /mydata'],
      [{ name: 'erase' }, '删除我的数据 清除我的数据 注销 deletemydata /delete'],
      [{ name: 'example' }, '例子 举例 举个例子 看例子 看个例子 示例 example /example'],
      [{ name: 'drafts' }, '我的申报 我的草稿 草稿箱 草稿 受理编号 myapplications drafts /drafts'],
      [{ name: 'new' }, '新申报 再报一个 新建申报 再申报一个 newapplication /new'],
      [{ name: 'keep' }, '保留 不变 不改 不改了 不用改 维持不变 keep'],
      [{ name: 'language' }, '语言 切换语言 language /language'],
      [{ name: 'thanks' }, '谢谢 谢谢你 谢谢您 多谢 谢啦 辛苦了 thanks thankyou thx'],
      [
        { name: 'mute' },
        '别再提醒我 别再提醒 别再提醒我了 别提醒我 别提醒我了 别提醒了 不要再提醒我 不要再提醒 不要提醒我 不用提醒我 不用再提醒 不用提醒了 停止提醒 关闭提醒 取消提醒 stopremindingme stopreminders noreminders mute /mute',
      ],
      [
        { name: 'unmute' },
        '可以提醒我 可以提醒 可以提醒我了 恢复提醒 打开提醒 开启提醒 提醒我 请提醒我 remindme youcanremindme unmute /unmute',
      ],
      [
        { name: 'code' },
        '续填码 续传码 要续填码 取续填码 给我续填码 换渠道 换个渠道 换渠道填 换设备 换个设备 换设备填 resumecode code /code',
      ],
      [{ name: 'part' }, '解除关联 取消关联 解除绑定 取消绑定 unlink /unlink'],
      [{ name: 'alone' }, '断开其他渠道 断开其它渠道 断开别的渠道 断开其他 disconnectothers disconnectother /alone'],
      [{ name: 'again' }, '再问一次 重复 再说一遍 repeat again'],
      [{ name: 'edit', which: '' }, '修改 编辑 改答案 edit /edit change'],
      [{ name: 'switch', list: '' }, '换榜单 换个榜单 改榜单 更换榜单 changelist switchlist /list'],
      [{ name: 'locale', locale: 'zh-CN' }, '中文 简体中文 chinese zh'],
      [{ name: 'locale', locale: 'en' }, 'english en 英文 英语'],
    ] as const
  ).flatMap(([command, names]) => names.split(' ').map((name): [string, Command] => [name, command])),
);

const EDIT = /^(?:修改|更改|edit|change)[\s:：]*(?:第\s*)?(.{1,40}?)(?:\s*题)?$/i;
const SWITCH =
  /^(?:换榜单|换到榜单|换成榜单|改报榜单|改报|change list|switch list|switch to list)[\s:：到为]*(.{1,40})$/i;
const DRAFT = /^(?:草稿|draft)\s*(\d{1,3})$/i;
const JOIN = /^(?:继续填?|续填码?|接着填|continue|resume(?: code)?)[\s:：]*(\S.{6,20})$/i;
const CLAUSE = /^(?:条款|细则|clause)\s*(\d+(?:\.[0-9a-z]+)*)$/i;
/** Longest text that can be a command. */
const LONGEST = 60;

/** What a command word can begin with, in either case: most answers are known by it to be none. */
const FIRSTS = new Set(Array.from(WORDS.keys(), (word) => [word.charAt(0), word.charAt(0).toUpperCase()]).flat());
/** First letters of the commands that carry a name or number: 修改 …, 换榜单 …, 草稿 2, 条款 3.1, 继续 7KQ2-M8XZ and their English. */
const CARRIES = new Set('修更换改草条细继续接ecsdrECSDR');
const LONGEST_WORD = Math.max(...Array.from(WORDS.keys(), (word) => word.length));
const FILLER = /[\s。！!~～.]/;
const FILLERS = /[\s。！!~～.]+/g;

/** The command a message is, if it is one. `text` is cleaned (no control characters) but not normalised. */
export function recogniseCommand(text: string): Command | undefined {
  if (text.length > LONGEST) return undefined;
  const first = text.charCodeAt(0);
  // Most answers are numbers or start with a digit: no command does.
  if (first >= 0x30 && first <= 0x39) return undefined;
  const trimmed = text.trim();
  const initial = trimmed.charAt(0);
  if (trimmed.length <= LONGEST_WORD * 2 && (FIRSTS.has(initial) || FILLER.test(initial))) {
    const word = trimmed.replace(FILLERS, '').toLowerCase();
    const known = WORDS.get(word === '' ? trimmed : word);
    if (known !== undefined) return known;
  }
  return CARRIES.has(initial) ? recogniseNamed(trimmed) : undefined;
}

function recogniseNamed(text: string): Command | undefined {
  const edit = EDIT.exec(text);
  if (edit !== null) return { name: 'edit', which: (edit[1] ?? '').trim() };
  const list = SWITCH.exec(text);
  if (list !== null) return { name: 'switch', list: (list[1] ?? '').trim() };
  const draft = DRAFT.exec(text);
  if (draft !== null) return { name: 'draft', number: draft[1] ?? '' };
  const join = JOIN.exec(text);
  const code = join === null ? undefined : readCode(join[1] ?? '');
  if (code !== undefined) return { name: 'join', code };
  const clause = CLAUSE.exec(text);
  return clause === null ? undefined : { name: 'clause', id: (clause[1] ?? '').toLowerCase() };
}
