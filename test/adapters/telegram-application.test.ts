/** A whole application on Telegram through grammY over real sockets: taps, toggles, typed answers, files, a restart. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import telegram from '../../adapters/telegram.ts';
import type { Submission } from '../../src/engine/submission.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';
import type { Person } from '../platforms/telegram/person.ts';
import { personAt, until } from '../platforms/telegram/person.ts';
import type { TelegramServer } from '../platforms/telegram-server.ts';
import { openTelegramServer } from '../platforms/telegram-server.ts';

const SUMMARY =
  '我们面向还没有收入、只有专利和样品的初创期科技企业，按研发进度而不是财务报表评定信用，由专家和模型共同打分，按中试里程碑分期放款。产品2025年3月上线，至9月末服务86家企业，其中41家是第一次获得银行贷款，平均利率从5.2%降到3.9%，首笔资金平均7天到账。';
const SCOPE =
  '2025年1—9月共服务科技型企业86家，其中初创期52家、成长期34家，集中在芯片设计、生物医药和商业航天三个方向；首次获得银行贷款的41家，占48%。单户平均授信680万元，最小一笔80万元。';
const LINK =
  '资金进在“样品到中试”这一环：企业有专利、没收入，抵押贷款批不下来。我们按研发进度评信用，专家与模型共同打分，按中试里程碑分期放款，首笔平均7天到位。86家企业里63家过去被抵押门槛挡在门外，现在都拿到了中试资金。';
const SAFETY =
  '数据来自企业授权的专利和纳税信息，授权书逐户留存；模型上线经本行合规部门审批，系统通过等保三级测评，不向外部提供客户信息。';
const METRICS =
  '科技企业平均贷款利率｜5.2｜3.9｜%｜2025年1-9月｜信贷系统台账\n首次获贷企业｜无｜41｜家｜2025年1-9月｜信贷系统台账';
const PDF = { name: '承诺书（盖章）.pdf', mime: 'application/pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF\n') };

let server: TelegramServer;
let house: House;

beforeEach(async () => {
  server = await openTelegramServer();
  house = await openHouse();
  await house.open(telegram, { TELEGRAM_BOT_TOKEN: server.token, TELEGRAM_API_ROOT: server.url });
});

afterEach(async () => {
  await house.close();
  await server.close();
});

/** Switches an option of the newest question and sees it marked. */
async function mark(one: Person, label: string): Promise<void> {
  server.world.tap(one.id, label);
  await until(
    () =>
      server.world
        .ours(one.id)
        .some(({ rows }) => rows.flat().some(({ text }) => text.startsWith('✅') && text.includes(label))),
    () => `a mark at ${label}`,
  );
}

it('an applicant goes from the start button to a receipt by taps, toggles, words and files', async () => {
  const one = personAt(server, 501);
  await one.say('/start', '可以开始吗');
  await one.tap('同意并开始', '你想申报哪个榜单');
  await one.tap('十大科技金融事件', '第 1 题');
  await one.tap('已正式投产', '第 2 题');
  await mark(one, '1.');
  await mark(one, '2.');
  await one.tap('完成', '已经做出了哪些成效');
  await one.say('1、2、3', '申报单位的全称是');
  await one.say('上海示例科创银行股份有限公司', '统一社会信用代码');
  await one.say('9131 0115 MAFA-KE019p', '单位属于哪一类');
  await one.tap('银行', '有联合申报单位吗');
  await one.say('没有', '案例叫什么名字');
  await one.say('研发进度评信用，初创芯片企业首贷七天到账', '请介绍一下案例');
  await one.say(SUMMARY, '属于哪种模式');
  await one.say('研发贷，还有投贷联动', '具体服务了哪些对象');
  await one.say(SCOPE, '解决了什么难题');
  await one.say(LINK, '关键节点');
  await one.say('2025年3月 上线\n2025年4月 首笔放款', '共 2 行');
  await one.tap('没有了', '最能证明效果的数据');
  await one.say(METRICS, '共 2 行');
  await one.say('好了', '合规是怎么保障的');
  await one.say(SAFETY, '请把证明材料发过来');
  await one.attach(PDF, '现在 1 个文件');
  await one.tap('已发完', '请留一位联系人');
  await one.say('张示例 科创金融部总经理 13900000000 zhang@example.com', '材料真实');
  await one.tap('1.', '没问题就选');
  const receipt = await one.tap('提交', '已提交！受理编号：SJ2025-L1-');
  expect(receipt.text).toContain('榜单：十大科技金融事件');

  const [stored] = await house.store.submissions();
  const submission = stored?.submission as Submission;
  expect(submission.applicant?.org_name).toBe('上海示例科创银行股份有限公司');
  expect(submission.attachments?.map(({ name }) => name)).toEqual([PDF.name]);
  expect(house.errors).toEqual([]);
  expect(house.faults).toEqual([]);
  expect(house.taken.every(({ taken }) => taken === 'ok')).toBe(true);
});

it('a question that was answered by a tap shows what was tapped and has no buttons left', async () => {
  const one = personAt(server, 502);
  const asked = await one.say('你好', '可以开始吗');
  expect(asked.rows.flat().map(({ text }) => text)).toEqual([
    '1. 同意并开始',
    '2. 查看完整说明',
    '3. 先不填，只问规则',
  ]);
  await one.tap('同意', '你想申报哪个榜单');
  await until(
    () => asked.rows.length === 0,
    () => 'no buttons',
  );
  expect(asked.text).toMatch(/你点了：1\. 同意并开始$/u);
  expect(server.world.taps.size).toBe(0);
});
