/** The contact person in a text: name, position, phone, e-mail, each only as it stands there. Never guesses a field. */
import type { Call } from '../../flow/call.ts';
import { readEmail } from '../read/email.ts';
import { readPhone } from '../read/phone.ts';
import type { Proposal } from './proposal.ts';

const EMAIL = /[A-Za-z0-9._%+-]{1,64}[@＠][A-Za-z0-9-]{1,63}(?:[.。．][A-Za-z0-9-]{1,63}){1,4}/;
const MOBILE = /(?<![\d０-９])(?:[+＋]?86[\s-]?)?[1１][\s-]?(?:[\d０-９][\s-]?){9}[\d０-９](?![\d０-９])/;
const LANDLINE = /(?<![\d０-９.])[(（]?0\d{2,3}[)）]?[\s-]?\d{7,8}(?:(?:-|转|分机)\s?\d{1,6})?(?![\d０-９])/;
const NAME =
  /(?:联系人姓名|联系人|联络人|经办人|对接人|负责人|contact(?: person)?)(?!方式|信息|电话|手机)\s*(?:[:：是为叫])?\s*([\u4e00-\u9fff]{2,4}?|[A-Z][a-z]+(?: [A-Z][a-z]+){1,2})(?=[\s，,、；;。（(:：]|电话|手机|邮箱|的|1[3-9]\d|先生|女士|$)/i;
const MY_NAME = /(?:我叫|我是|本人)\s*([\u4e00-\u9fff]{2,4}?)(?=[，,。（(\s]|$)/;
const ROLE =
  '(?:副?(?:总经理|总监|经理|主任|处长|科长|部长|行长|院长|所长|总裁|主管|专员|负责人|工程师|研究员|分析师|顾问|合伙人|秘书长|董事长?|教授)|助理|CEO|CTO|CFO|COO|director|manager|officer)';
const TITLE = new RegExp(`^[\\s，,、（(]*((?:[\\u4e00-\\u9fffA-Za-z&]{0,12}?)${ROLE})(?![\\u4e00-\\u9fff]{3})`, 'i');
const TITLE_LABEL = /(?:职务|职位|岗位)\s*[:：是为]\s*([\u4e00-\u9fffA-Za-z ]{2,20})/;
/** Words that follow 我是 and are no name. */
const NO_NAME = /^(?:来自|一家|上海|北京|负责|代表|想要?|做|在|个|银行|公司|企业|申报|他们|我们|这|那|不|说|想问)/;

/** Where personal data of a text begins and ends, for whoever must leave it out. */
export function contactSpans(text: string): readonly string[] {
  return [EMAIL, MOBILE, LANDLINE, NAME].flatMap((pattern) => {
    const found = pattern.exec(text);
    return found === null ? [] : [found[0]];
  });
}

/** One proposal for the contact step when at least a name with a way to reach it, or a phone or an address, was said. */
export function fromPerson(call: Call, text: string): readonly Proposal[] {
  const step = call.steps.find((one) => one.type === 'contact');
  if (step === undefined) return [];
  const email = EMAIL.exec(text)?.[0];
  const address = email === undefined ? undefined : readEmail(email);
  const number = (MOBILE.exec(text) ?? LANDLINE.exec(text))?.[0];
  const phone = number === undefined ? undefined : readPhone(number);
  const named = nameIn(text);
  const title = titleIn(text, named);
  const value = {
    name: named?.name ?? '',
    title: title ?? '',
    phone: phone ?? '',
    email: address?.ok === true ? address.email : '',
  };
  if (value.phone === '' && value.email === '' && (value.name === '' || value.title === '')) return [];
  const words = [
    named?.name,
    title,
    phone === undefined ? undefined : number,
    value.email === '' ? undefined : email,
  ].filter((one): one is string => one !== undefined && one !== '');
  const incomplete = (['name', 'title', 'phone', 'email'] as const).filter((field) => value[field] === '');
  return [
    {
      step: step.id,
      value,
      words,
      confidence: incomplete.length === 0 ? 0.9 : 0.7,
      ...(incomplete.length === 0 ? {} : { incomplete }),
    },
  ];
}

function nameIn(text: string): { readonly name: string; readonly to: number } | undefined {
  for (const pattern of [NAME, MY_NAME]) {
    const match = pattern.exec(text);
    const name = match?.[1];
    if (match !== null && name !== undefined && !NO_NAME.test(name) && !/[行司业金融]$/.test(name))
      return { name, to: match.index + match[0].length };
  }
  return undefined;
}

function titleIn(text: string, named: { readonly to: number } | undefined): string | undefined {
  const after = named === undefined ? undefined : TITLE.exec(text.slice(named.to, named.to + 30))?.[1];
  return (after ?? TITLE_LABEL.exec(text)?.[1])?.trim();
}
