/** Whole applications on Feishu through its real SDK over the long connection: taps, forms, typed answers, files, a group. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import feishu from '../../adapters/feishu.ts';
import type { Channel } from '../../src/channel.ts';
import { until } from '../platforms/feishu/office.ts';
import type { Person } from '../platforms/feishu/person.ts';
import { personAt, wordsOf } from '../platforms/feishu/person.ts';
import { APP_ID, APP_SECRET } from '../platforms/feishu/rest.ts';
import type { FeishuServer } from '../platforms/feishu-server.ts';
import { openFeishuServer } from '../platforms/feishu-server.ts';
import type { House } from '../platforms/house.ts';
import { openHouse } from '../platforms/house.ts';

let server: FeishuServer;
let house: House;
let channel: Channel;

beforeEach(async () => {
  server = await openFeishuServer();
  house = await openHouse();
  channel = await house.open(feishu, {
    FEISHU_APP_ID: APP_ID,
    FEISHU_APP_SECRET: APP_SECRET,
    FEISHU_DOMAIN: server.url,
  });
});

afterEach(async () => {
  await house.close();
  await server.close();
});

const SUMMARY =
  '我们面向还没有收入、只有专利和样品的初创期科技企业，按研发进度而不是财务报表评定信用，由专家和模型共同打分，按中试里程碑分期放款。产品2025年3月上线，至9月末服务86家企业，其中41家是第一次获得银行贷款，平均利率从5.2%降到3.9%，首笔资金平均7天到账。';
const SCOPE =
  '2025年1—9月共服务科技型企业86家，其中初创期52家、成长期34家，集中在芯片设计、生物医药和商业航天三个方向；首次获得银行贷款的41家，占48%。单户平均授信680万元，最小一笔80万元。';
const LINK =
  '资金进在“样品到中试”这一环：企业有专利、没收入，抵押贷款批不下来。我们按研发进度评信用，专家与模型共同打分，按中试里程碑分期放款，首笔平均7天到位。86家企业里63家过去被抵押门槛挡在门外，现在都拿到了中试资金。';
const DATA =
  '数据来自企业授权的专利和纳税信息，授权书逐户留存；模型上线经本行合规部门审批，系统通过等保三级测评，不向外部提供客户信息。';
const METRICS =
  '科技企业平均贷款利率｜5.2｜3.9｜%｜2025年1-9月｜信贷系统台账\n首次获贷企业｜无｜41｜家｜2025年1-9月｜信贷系统台账';
const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

/** The points and the questions before the contact, tapped where there is something to tap. */
async function untilFiles(person: Person): Promise<void> {
  await person.tap('1.', '你想申报哪个榜单');
  await person.tap('十大科技金融事件', '第 1 题');
  await person.tap('1.', '第 2 题');
  await person.check(['初创', '成长'], '可多选');
  await person.say('1、2、3', '申报单位的全称是');
  await person.say('上海示例科创银行股份有限公司', '统一社会信用代码');
  await person.say('9131 0115 MAFA-KE019p', '单位属于哪一类');
  await person.tap('1.', '联合申报单位');
  await person.say('没有', '案例叫什么名字');
  await person.say('研发进度评信用，初创芯片企业首贷七天到账', '请介绍一下案例');
  await person.say(SUMMARY, '属于哪种模式');
  await person.say('研发贷，还有投贷联动', '具体服务了哪些对象');
  await person.say(SCOPE, '解决了什么难题');
  await person.say(LINK, '关键节点');
  await person.say('2025年3月 上线\n2025年4月 首笔放款', '2 行');
  await person.say('好了', '最能证明效果的数据');
  await person.say(METRICS, '2 行');
  await person.say('好了', '合规是怎么保障');
  await person.say(DATA, '请把证明材料发过来');
}

async function submitted(): Promise<number> {
  return (await house.store.submissions()).length;
}

describe('an applicant on Feishu', () => {
  it('fills in a whole application by taps, checks, words and files, and gets a receipt', async () => {
    const wang = personAt(server, 'ou_wang');
    const first = await wang.say('你好', '可以开始吗');
    expect(first.buttons.map(({ label }) => label)[0]).toBe('1. 同意并开始');
    await untilFiles(wang);
    await wang.sendFile('承诺书（盖章）.pdf', PDF, '现在 1 个文件');
    await wang.tap('1.', '请留一位联系人');
    await wang.say('张示例 科创金融部总经理 13900000000 zhang@example.com', '材料真实');
    await wang.tap('1.', '没问题就选');
    const preview = wang.seen().find(({ title }) => title.includes('申报内容摘要'));
    expect(preview?.type).toBe('interactive');
    expect(preview?.words).toContain('139****0000');
    const receipt = await wang.tap('1.', '受理编号');
    expect(wordsOf(receipt)).toContain('内容指纹 SHA-256');
    expect(await submitted()).toBe(1);
    expect(server.acks.every(({ code, after }) => code === 200 && after < 3_000)).toBe(true);
    expect([house.errors, house.faults]).toEqual([[], []]);
    expect(channel.health().state).toBe('open');
  });

  it('is answered within 15 s of the return of a platform that was away for a while, at the usual pace', async () => {
    const wang = personAt(server, 'ou_wang');
    await wang.say('你好', '可以开始吗');
    await server.leave();
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    expect(channel.health().state).toBe('broken');
    await server.comeBack();
    const back = Date.now();
    await until(() => server.connections() === 1, 15_000);
    await wang.say('同意', '你想申报哪个榜单');
    expect(Date.now() - back).toBeLessThan(15_000);
  });
});
