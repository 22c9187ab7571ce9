/**
 * Takes personal data out of a text before it leaves the machine: numbers of phones, identity papers, bank cards and
 * companies, addresses of e-mail and accounts, names of people where they are said to be names. Rather hides too much.
 */
import { halfWidth } from '../engine/read/normalise.ts';

/** What stands in the place of what was taken out. */
const MARKS = {
  number: '〔号码〕',
  email: '〔邮箱〕',
  account: '〔账号〕',
  code: '〔代码〕',
  name: '〔姓名〕',
} as const;

interface Kind {
  readonly mark: keyof typeof MARKS;
  /** Its first group is taken out, or all of it where it has none. */
  readonly pattern: RegExp;
  readonly unless?: (found: string) => boolean;
}

const HAN = '[\\u4e00-\\u9fff]';
const NAME = `${HAN}{1,8}·${HAN}{1,8}|${HAN} ?${HAN}{1,3}|[A-Za-z][A-Za-z'’.-]*(?: [A-Za-z][A-Za-z'’.-]*){0,3}`;
const SURNAMES =
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕张孔曹严华金魏陶姜谢邹喻苏潘葛范彭郎鲁韦马苗方俞任袁柳史唐薛雷贺倪汤殷罗毕郝安常乐于傅齐康伍余顾孟黄穆萧尹姚邵汪毛狄米贝明计戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房解应丁邓洪包石崔龚程邢裴陆翁荀惠曲封靳段焦侯全班秋仲宫宁仇甘厉祖武符刘詹龙叶司黎溥印白蒲从鄂索赖卓屠池乔阴闻党翟谭姬申冉桑桂牛边燕冀尚温庄晏柴瞿阎连习艾容向古易廖耿满匡文寇广欧沃利师巩聂关荆游权盖益桓岳帅况肖覃辛阳简饶曾';
const TITLES =
  '(?:[总總]?[经經]理|[总總][监監]|主任|行长|董事长|总裁|主管|专员|秘书长|[科处部院所]长|工程师|研究员|分析师|博士|教授|老师|同事)';
/** After these comes a name, unless it is asked about them (联系人要填谁). */
const CONTACTS =
  '(?:联系人|联络人|[聯联][繫絡系]人|[经經][办辦]人|[对對]接人|填[报報表]人|姓名|名字|我叫|本人叫)(?:姓名)?';
const ASKED = '(?![要需填写怎可必能有不没换改的吗呢与和]|应[该当]|是谁|[电電][话話]|手[机機]|方式|信息|邮箱|职务)';
/** After these comes a name, or a word of the rules. */
const ROLES = '(?:[负負][责責]人|法定代表人|法人代表|法人|申[报報]人|申请人|签字人|我是|本人|我姓)';
const DASH = '\\-‐‑‒–—−';

const KINDS: readonly Kind[] = [
  {
    mark: 'email',
    pattern: /[A-Za-z0-9._%+-]{1,64} ?(?:@|\(at\)|\[at\]) ?(?:[A-Za-z0-9-]{1,63} ?[.。] ?){1,4}[A-Za-z]{2,24}/gi,
  },
  {
    mark: 'account',
    pattern: /(?:微信|wechat|whatsapp|telegram|qq|钉钉|飞书)(?:号码?|id)?\s*[:是为]?\s*([a-z0-9_+@][\w+@.-]{3,40})/gi,
  },
  {
    mark: 'account',
    pattern: new RegExp(
      `(?:[电電][话話]|手[机機]|座机|[传傳]真|热线|[号號][码碼]|身份[证證]|[护護]照|[证證]件|通行[证證]|卡[号號]|[账帐帳][号號户戶]|[银銀]行卡|(?<![a-z])(?:tel|phone|mobile|fax|passport)(?![a-z]))(?:号码?|no\\.?)?\\s*(?:[:是为]|is)?\\s*([a-z]{0,2}[+(]?\\d[\\da-z ${DASH}()]{3,40})`,
      'gi',
    ),
  },
  // Masked before it came here: its digits still tell a region or a bank.
  { mark: 'number', pattern: /\d{3,6}\*{4,}\d{2,4}[\dX]?/gi },
  { mark: 'number', pattern: /(?<!\d)1[ .-]?[3-9](?:[ .-]{0,2}\d){9}(?!\d)/g },
  {
    mark: 'number',
    pattern: new RegExp(`(?<![0-9A-Za-z])[+(]?\\d(?:[ ${DASH}()]{0,2}\\d){6,}X?`, 'gi'),
    unless: isPlainFigure,
  },
  { mark: 'number', pattern: /[零〇一二三四五六七八九幺]{7,}/g },
  { mark: 'number', pattern: /(?<![0-9A-Za-z])[A-Z]{1,2}\d{6,9}(?:\([0-9A]\))?(?![0-9A-Za-z])/gi },
  {
    mark: 'code',
    pattern: /(?:代码|税号|执照号|识别号|uscc|credit code)\s*(?:[:是为]|is)?\s*([0-9a-z](?:[ -]?[0-9a-z]){9,24})/gi,
  },
  {
    mark: 'code',
    pattern: /(?<![0-9A-Za-z])(?:[0-9A-Za-z]{15,20}|[0-9A-Z](?:[ -]?[0-9A-Z]){17})(?![0-9A-Za-z])/g,
    unless: (found) => found.replace(/\D/g, '').length < 8,
  },
  {
    mark: 'name',
    pattern: new RegExp(
      `(?:${CONTACTS}\\s*(?:[:是为叫]\\s*|${ASKED})|${ROLES}\\s*:\\s*)((?:${NAME})(?:\\s*[、/和与]\\s*(?:${NAME}))*)`,
      'g',
    ),
  },
  {
    mark: 'name',
    pattern: new RegExp(
      `(?:${ROLES}|${TITLES})\\s*[:是为叫]?\\s*([${SURNAMES}]${HAN}{1,2})(?=[\\s,，、;；。():）0-9A-Za-z]|电话|手机|邮箱|的|说|表示|介绍|反馈|告诉|负责|$)`,
      'g',
    ),
  },
  {
    mark: 'name',
    pattern: new RegExp(`([${SURNAMES}]${HAN}{0,2}?)(?=先生|女士|小姐|同志|${TITLES})`, 'g'),
  },
  {
    mark: 'name',
    pattern:
      /(?:\b(?:[Cc]ontact(?: [Pp]erson)?|(?:[Mm]y|[Ff]ull|[Cc]ontact) [Nn]ame|I am|I['’]m|Mr|Mrs|Ms|Dr)\b|(?:^|[\n,;]) *[Nn]ame)\.?\s*(?::|is)?\s*([A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*){0,3})/g,
  },
];

/** Dates, spans of years, and amounts of ten digits at most are no numbers of anybody. */
function isPlainFigure(found: string): boolean {
  if (/^[+(]/.test(found)) return false;
  const dateless = found.replace(
    /(?<!\d)(?:19|20)\d\d(?:[-./ ]?(?:0?[1-9]|1[0-2])(?!\d)(?:[-./ ]?\d{1,2}(?!\d))?)?/g,
    '',
  );
  const digits = dateless.replace(/\D/g, '');
  if (digits.length < 7) return true;
  if (/^\d{4}[ -]\d{4}$/.test(dateless.trim())) return false;
  return digits.length <= 10 && !(digits.startsWith('0') && digits.length >= 9);
}

/** The text with every such passage replaced by what it was; everything else stays character for character. */
export function redact(text: string): string {
  // As long as the text, so that places in it are places in the text.
  const flat = halfWidth(text);
  const hidden = KINDS.flatMap(({ mark, pattern, unless }) =>
    [...flat.matchAll(pattern)].flatMap((match) => {
      const found = match[1] ?? match[0];
      const from = match.index + match[0].lastIndexOf(found);
      return unless?.(found) === true ? [] : [{ from, to: from + found.length, mark }];
    }),
  ).sort((a, b) => a.from - b.from || b.to - a.to);
  let safe = '';
  let at = 0;
  for (const { from, to, mark } of hidden) {
    if (to <= at) continue;
    if (from >= at) safe += text.slice(at, from) + MARKS[mark];
    at = to;
  }
  return safe + text.slice(at);
}
