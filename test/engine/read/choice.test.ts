/** How applicants choose: a table of phrases against the choice they mean, or against the refusal to guess. */
import { describe, expect, it } from 'vitest';
import { readReply } from '../../../src/engine/read/read.ts';
import type { Step } from '../../../src/flow/step.ts';
import {
  around,
  brief,
  choose,
  confirm,
  consent,
  leadership,
  lists,
  modes,
  orgType,
  realScene,
  review,
  say,
  stage,
  talk,
  techs,
} from './steps.ts';

type Phrases = readonly (readonly [string, string])[];

const tables: Readonly<Record<string, readonly [Step, Phrases]>> = {
  'the kind of organisation': [
    orgType,
    [
      ['2', '=securities'],
      ['２', '=securities'],
      ['②', '=securities'],
      ['⑵', '=securities'],
      ['❷', '=securities'],
      ['㈡', '=securities'],
      ['Ⅱ', '=securities'],
      ['二', '=securities'],
      ['2️⃣', '=securities'],
      ['第二个', '=securities'],
      ['第2个', '=securities'],
      ['第２项', '=securities'],
      ['选2', '=securities'],
      ['选择2', '=securities'],
      ['我选2', '=securities'],
      ['2号', '=securities'],
      ['2.', '=securities'],
      ['2、', '=securities'],
      ['(2)', '=securities'],
      ['（2）', '=securities'],
      ['2。', '=securities'],
      [' 2 ', '=securities'],
      ['2吧', '=securities'],
      ['就2吧', '=securities'],
      ['B', '=securities'],
      ['b', '=securities'],
      ['Ｂ', '=securities'],
      ['B.', '=securities'],
      ['option 2', '=securities'],
      ['#2', '=securities'],
      ['10', '=research'],
      ['十', '=research'],
      ['第十个', '=research'],
      ['⑩', '=research'],
      ['１０', '=research'],
      ['J', '=research'],
      ['银行', '=bank'],
      ['银行。', '=bank'],
      ['“银行”', '=bank'],
      ['银 行', '=bank'],
      ['我们是银行', '=bank'],
      ['我们是一家银行', '=bank'],
      ['bank', '=bank'],
      ['BANK', '=bank'],
      ['ｂａｎｋ', '=bank'],
      ['基金', '=securities'],
      ['产业', '=investment'],
      ['期货', '=securities'],
      ['证券', '=securities'],
      ['vc', '=investment'],
      ['风投', '=investment'],
      ['私募', '=investment'],
      ['我们是VC', '=investment'],
      ['科技公司', '=fintech'],
      ['我们是科技公司来着', '=fintech'],
      ['technology company', '=fintech'],
      ['Technology  Company!', '=fintech'],
      ['大学', '=research'],
      ['属于高校', '=research'],
      ['协会', '=park'],
      ['数据交易所', '=exchange'],
      ['不是银行', '!no_such_option'],
      ['我们不是银行', '!no_such_option'],
      ['不是银行，是保险', '=insurance'],
      ['银行，不是证券', '=bank'],
      ['银行和证券', '!ambiguous_option bank,securities'],
      ['1 2', '!one_option_only bank,securities'],
      ['1,2', '!one_option_only bank,securities'],
      ['1和2', '!one_option_only bank,securities'],
      ['12', '!number_out_of_range 12'],
      ['0', '!number_out_of_range 0'],
      ['99', '!number_out_of_range 99'],
      ['2025', '!number_out_of_range 2025'],
      ['第十二个', '!number_out_of_range 12'],
      ['-1', '!no_such_option'],
      ['3个月前成立的', '!no_such_option'],
      ['两个', '!no_such_option'],
      ['', '!empty'],
      ['  \n ', '!empty'],
      ['？', '!no_such_option'],
      ['随便', '!no_such_option'],
      ['行', '!no_such_option'],
      ['11', '?other:other'],
      ['其他', '?other:other'],
      ['其它', '?other:other'],
      ['其他：融资租赁公司', '=other'],
      ['其他:融资租赁公司', '=other'],
      ['其他，融资租赁公司', '=other'],
      ['11 融资租赁公司', '=other'],
      ['11 其他 融资租赁公司', '=other'],
      ['11：融资租赁公司', '=other'],
      ['其他：租赁', '?other:other'],
      ['1，股份制的', '=bank'],
      ['2 期货', '=securities'],
      ['1 保险', '!ambiguous_option bank,insurance'],
      ['1 或者 2', '!no_such_option'],
    ],
  ],
  'the list': [
    lists,
    [
      ['3', '=L3'],
      ['榜单3', '=L3'],
      ['榜单三', '=L3'],
      ['第三个榜单', '=L3'],
      ['L3', '=L3'],
      ['l4', '=L4'],
      ['数据要素那个', '=L3'],
      ['数据要素', '=L3'],
      ['我想报数据要素那个', '=L3'],
      ['科技金融', '=L1'],
      ['报科技金融', '=L1'],
      ['十大科技金融', '=L1'],
      ['十大', '!ambiguous_option L1,L2'],
      ['年度', '!ambiguous_option L4,L5'],
      ['金融', '!ambiguous_option L1,L2,L3'],
      ['产业赋能', '=L5'],
      ['技术突破', '=L4'],
      ['帮我选', '=help'],
      ['不确定', '=help'],
      ['help me choose', '=help'],
      ['数据要素×金融服务', '=L3'],
      ['不报科技金融', '!no_such_option'],
      ['科技金融还是数字金融', '!ambiguous_option L1,L2'],
      ['7', '!number_out_of_range 7'],
    ],
  ],
  'the stage': [
    stage,
    [
      ['试点', '=pilot'],
      ['还在试点', '=pilot'],
      ['已经投产', '=production'],
      ['已上线', '=production'],
      ['poc', '=poc_done'],
      ['ＰｏＣ', '=poc_done'],
      ['完成了PoC', '=poc_done'],
      ['还没投产', '!no_such_option'],
      ['没有试点，已经投产了', '=production'],
      ['方案', '=plan'],
      ['实验室', '=lab'],
      ['5', '=plan'],
    ],
  ],
  consent: [
    consent,
    [
      ['同意', '=agree'],
      ['我同意', '=agree'],
      ['好的', '=agree'],
      ['可以', '=agree'],
      ['OK', '=agree'],
      ['yes', '=agree'],
      ['嗯', '=agree'],
      ['同意并开始', '=agree'],
      ['不同意', '=decline'],
      ['不', '=decline'],
      ['no', '=decline'],
      ['先不', '=decline'],
      ['查看完整说明', '=read'],
      ['说明', '=read'],
      ['2', '=read'],
      ['不要同意', '!no_such_option'],
    ],
  ],
  'the declaration': [
    confirm,
    [
      ['确认', '=yes'],
      ['是', '=yes'],
      ['对', '=yes'],
      ['都确认', '=yes'],
      ['确认承诺', '=yes'],
      ['ok', '=yes'],
      ['不', '=no'],
      ['还不能确认', '=no'],
      ['还不能', '=no'],
      ['No', '=no'],
    ],
  ],
  'yes and no of a question': [
    realScene,
    [
      ['是', '=yes'],
      ['是的', '=yes'],
      ['不是', '=no'],
      ['部分真实', '=partly'],
      ['脱敏', '=partly'],
      ['真实业务', '=yes'],
      ['仿真', '=no'],
    ],
  ],
  'the last look': [
    review,
    [
      ['提交', '=submit'],
      ['确认提交', '=submit'],
      ['不提交', '!no_such_option'],
      ['修改', '=edit'],
      ['存草稿', '=save'],
      ['ok', '!no_such_option'],
    ],
  ],
  'the technologies': [
    techs,
    [
      ['1,3', '=ai,cloud'],
      ['1 3', '=ai,cloud'],
      ['１、３', '=ai,cloud'],
      ['1，3', '=ai,cloud'],
      ['1；3', '=ai,cloud'],
      ['3,1', '=ai,cloud'],
      ['第一和第三', '=ai,cloud'],
      ['第一个和第三个', '=ai,cloud'],
      ['选一三', '=ai,cloud'],
      ['一和三', '=ai,cloud'],
      ['一、三', '=ai,cloud'],
      ['①③', '=ai,cloud'],
      ['① ③', '=ai,cloud'],
      ['13', '=ai,cloud'],
      ['1-3', '=ai,blockchain,cloud'],
      ['1~3', '=ai,blockchain,cloud'],
      ['1到3', '=ai,blockchain,cloud'],
      ['一至三', '=ai,blockchain,cloud'],
      ['1-2,5', '=ai,blockchain,iot'],
      ['1和3都选', '=ai,cloud'],
      ['1 1 1', '=ai'],
      ['2', '=blockchain'],
      ['A,C', '=ai,cloud'],
      ['AC', '=ai,cloud'],
      ['a c', '=ai,cloud'],
      ['1/3', '=ai,cloud'],
      ['1+3', '=ai,cloud'],
      ['1\n3', '=ai,cloud'],
      ['1、2和4', '=ai,blockchain,bigdata'],
      ['18', '!number_out_of_range 18'],
      ['9', '!number_out_of_range 9'],
      ['1,9', '!number_out_of_range 9'],
      ['全选', '=ai,blockchain,cloud,bigdata,iot'],
      ['都选', '=ai,blockchain,cloud,bigdata,iot'],
      ['全部', '=ai,blockchain,cloud,bigdata,iot'],
      ['all', '=ai,blockchain,cloud,bigdata,iot'],
      ['除了3都选', '=ai,blockchain,bigdata,iot'],
      ['除了3和5都选', '=ai,blockchain,bigdata'],
      ['除了区块链都选', '=ai,cloud,bigdata,iot'],
      ['除了云计算以外，其他都选', '=ai,blockchain,bigdata,iot'],
      ['五项都有', '=ai,blockchain,cloud,bigdata,iot'],
      ['三项都有', '!no_such_option'],
      ['人工智能', '=ai'],
      ['AI', '=ai'],
      ['ai', '=ai'],
      ['人工智能、大数据', '=ai,bigdata'],
      ['人工智能和大数据', '=ai,bigdata'],
      ['人工智能，大数据', '=ai,bigdata'],
      ['人工智能 大数据', '=ai,bigdata'],
      ['人工智能及大数据', '=ai,bigdata'],
      ['AI、IoT', '=ai,iot'],
      ['AI和IoT', '=ai,iot'],
      ['artificial intelligence, big data', '=ai,bigdata'],
      ['人工智能\n大数据', '=ai,bigdata'],
      ['我们用了人工智能和大数据', '=ai,bigdata'],
      ['人工智能和大数据都用了', '=ai,bigdata'],
      ['主要是人工智能，也用了一些区块链', '=ai,blockchain'],
      ['没有用区块链', '!no_such_option'],
      ['没有用区块链，用了云计算', '=cloud'],
      ['没有用区块链和云计算', '!no_such_option'],
      ['没有用人工智能、区块链、物联网和云计算', '!no_such_option'],
      ['人工智能，没用区块链', '=ai'],
      ['用了AI但没有用区块链', '=ai'],
      ['不仅用了区块链，还用了云计算', '=blockchain,cloud'],
      ['区块链没用，大数据用了', '=bigdata'],
      ['we use AI and big data', '=ai,bigdata'],
      ['we maintain it', '!no_such_option'],
      ['我们没有AI', '!no_such_option'],
      ['数字技术', '!ambiguous_option other,none'],
      ['7', '?none:none'],
      ['没有', '?none:none'],
      ['都没有', '?none:none'],
      ['1,7', '!exclusive_option'],
      ['没有用到数字技术', '?none:none'],
      ['1,6', '?ai,other:other'],
      ['1,6：我们还用到了卫星遥感影像识别农作物长势情况', '=ai,other'],
      ['1,6 我们还用到了卫星遥感影像识别农作物长势情况', '=ai,other'],
      ['其他：我们还用到了卫星遥感影像识别农作物长势情况', '=other'],
      ['其他数字技术，卫星遥感影像识别农作物长势并用于农险定价', '=other'],
      ['人工智能、其他：我们还用到了卫星遥感影像识别农作物长势情况', '=ai,other'],
      ['其他：遥感', '?other:other'],
      ['量子计算', '!no_such_option'],
      ['人工智能、量子计算', '!no_such_option'],
      ['不选3', '!no_such_option'],
      ['', '!empty'],
    ],
  ],
  'the modes of eleven options': [
    modes,
    [
      ['1,11', '?vc_early,other:other'],
      ['11', '?other:other'],
      ['13', '!number_out_of_range 13'],
      ['十', '=other_tech_insurance'],
      ['一、十', '=vc_early,other_tech_insurance'],
      ['知识产权质押', '=ip_pledge'],
      ['质押', '=ip_pledge'],
      ['投贷联动', '=invest_loan_link'],
      ['投资联动', '=invest_loan_link'],
      ['概念验证基金', '=poc_fund'],
      ['投早、投小、投硬科技', '=vc_early'],
      ['再融资', '=capital_tools'],
      ['研发中断险和科创债券', '=sci_bond,rnd_insurance'],
      ['11 其他 供应链票据再贴现业务，服务小微企业的线上融资', '=other'],
      ['3 11 其他模式：供应链票据再贴现业务，服务小微企业的线上融资', '=ip_pledge,other'],
      ['保险', '!ambiguous_option first_equipment,other_tech_insurance'],
      ['其他科技保险', '=other_tech_insurance'],
    ],
  ],
  'leadership, with a note of the step': [
    leadership,
    [
      ['1', '?depth:'],
      ['1,3', '?depth,fusion:'],
      ['4', '=none'],
      ['暂不突出', '=none'],
      ['1,2,3', '!too_many_options'],
      ['1,4', '!exclusive_option'],
      ['1,3；获得2024年行业标准主编单位，客户覆盖12家银行', '=depth,fusion'],
      ['1,3\n获得2024年行业标准主编单位，客户覆盖12家银行', '=depth,fusion'],
      ['应用深度：获得2024年行业标准主编单位，客户覆盖12家银行', '=depth'],
      ['应用深度和融合度都领先', '?depth,fusion:'],
      ['应用深度。获得2024年行业标准主编单位，客户覆盖12家银行', '=depth'],
      ['1；短', '?depth:'],
      ['应用深度\n融合度', '?depth,fusion:'],
    ],
  ],
};

for (const [name, [step, phrases]] of Object.entries(tables)) {
  describe(`an applicant choosing ${name}`, () => {
    it.each(phrases)('says %j and is understood as %s', (text, expected) => {
      expect(brief(say(step, text))).toBe(expected);
    });
  });
}

describe('an applicant using buttons', () => {
  it('chooses one option and is owed nothing', () => expect(brief(choose(orgType, 'bank'))).toBe('=bank'));
  it('is asked for the note the option demands', () => expect(brief(choose(orgType, 'other'))).toBe('?other:other'));
  it('cannot choose two of one', () =>
    expect(brief(choose(orgType, 'bank', 'other'))).toBe('!one_option_only bank,other'));
  it('cannot choose what is not there', () => expect(brief(choose(orgType, '__proto__'))).toBe('!no_such_option'));
  it('chooses several in any order', () => expect(brief(choose(techs, 'cloud', 'ai'))).toBe('=ai,cloud'));
  it('chooses nothing', () => expect(brief(choose(techs))).toBe('!empty'));
  it('cannot send a file instead', () => {
    const file = { name: 'a.pdf', mime: 'application/pdf', size: 1, sha256: 'x', key: 'k' };
    expect(brief(say(techs, '1'))).toBe('=ai');
    expect(brief(fileTo(techs, file))).toBe('!file_not_expected');
    expect(brief(fileTo(orgType, file))).toBe('!file_not_expected');
  });
});

describe('an applicant giving the notes a choice demands', () => {
  const long = '我们还用到了卫星遥感影像识别农作物长势情况';
  it('gives the note in the next message', () => {
    expect(talk(orgType, '11', '融资租赁公司')).toEqual({
      kind: 'value',
      value: { id: 'other', notes: { other: '融资租赁公司' } },
      doubts: [],
    });
  });
  it('keeps what was said with the choice as the note', () => {
    const reading = say(modes, '11 其他 供应链票据再贴现业务，服务小微企业的线上融资');
    expect(reading).toMatchObject({
      value: { ids: ['other'], notes: { other: '供应链票据再贴现业务，服务小微企业的线上融资' } },
    });
  });
  it('hears how much is missing or too much, and nothing is cut', () => {
    expect(talk(orgType, '11', '租赁')).toEqual({
      kind: 'rejection',
      code: 'too_short',
      params: { short: 2, have: 2, min: 4 },
    });
    expect(talk(orgType, '11', '长'.repeat(61))).toEqual({
      kind: 'rejection',
      code: 'too_long',
      params: { over: 1, have: 61, max: 60 },
    });
  });
  it('is told what was too short when it came with the choice', () => {
    expect(say(orgType, '其他：租赁')).toMatchObject({
      owed: { what: 'note', option: 'other', min: 4, max: 60, have: 2 },
    });
  });
  it('may choose again instead', () => {
    expect(brief(talk(orgType, '11', '1'))).toBe('=bank');
    expect(brief(talk(techs, '6', '1,2'))).toBe('=ai,blockchain');
  });
  it('gives the option its note and then the step its own', () => {
    const step = {
      ...leadership,
      options: leadership.options.map((o) =>
        o.id === 'depth' ? { ...o, note: { min: 2, max: 50, ask: undefined, example: undefined } } : o,
      ),
    };
    expect(brief(talk(step, '1,3'))).toBe('?depth,fusion:depth');
    expect(brief(talk(step, '1,3', '很深'))).toBe('?depth,fusion:');
    expect(talk(step, '1,3', '很深', long)).toMatchObject({
      kind: 'value',
      value: { ids: ['depth', 'fusion'], notes: { depth: '很深' }, note: `${long}` },
    });
  });
  it('is warned about an ID card number, which is masked', () => {
    const reading = talk(orgType, '11', '联系人身份证11010519491231002X');
    expect(reading).toMatchObject({
      kind: 'value',
      doubts: [{ code: 'personal_number', params: { masked: '110105********002X' } }],
    });
    expect(JSON.stringify(reading)).not.toContain('19491231');
  });
});

function fileTo(step: Step, file: { name: string; mime: string; size: number; sha256: string; key: string }) {
  return readReply(step, { kind: 'file', file }, undefined, around);
}
