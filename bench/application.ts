/**
 * The messages of one whole application to list 3, as an applicant types them: the same for the engine and for the
 * limit. Fictitious throughout; holds no expectation about what is answered.
 */

const SUMMARY =
  '小微商户没有规范的财务报表，银行看不清真实经营，只能要求抵押，这是普惠信贷的老痛点。我们在公共数据授权运营机制下，把纳税、社保、用电三类公共数据与银行流水放进隐私计算环境联合建模，形成按月更新的经营评分，直接用于授信审批。' +
  '2025年4月在示例苏河银行上线，到9月末服务小微商户2860户，累计放款15.2亿元，平均审批时间从5天缩短到0.5天，不良率0.8%，低于同类产品。商户不用提交报表，也不用跑网点，当天申请当天到账。' +
  '数据不出域、可用不可见，全流程留痕审计，已通过等保三级测评和数据安全评估。这套做法不依赖某一家银行的系统，评分服务以标准接口提供，第二家、第三家银行各用不到六周就完成对接，目前已覆盖浦东、徐汇、静安、普陀四个区，明年计划扩展到全市，并把用水、物流两类数据纳入评分，让更多没有抵押物的商户得到贷款。';

const DATA_ROLE_FIRST =
  '小微商户没有规范报表，银行看不清经营状况，只能要求抵押。我们把纳税、社保、用电等公共数据与银行流水在隐私计算环境里联合建模，得到按月更新的经营评分，';
const DATA_ROLE_SECOND =
  '直接替代了纸质报表这一审批依据。数据因此成为授信额度和利率的决定因素，带来了免报表、当天放款的新服务，也让贷后预警从季度提前到了每周。';

const DEMO =
  '创新性：首次把公共数据授权运营与多方安全计算结合起来用于小微授信，评分模型按月自动更新，额度随经营变化。成熟度：已正式投产六个月，三家银行在用，累计放款15.2亿元，系统可用率99.95%，模型经过独立验证。' +
  '可复制性：评分服务做成标准接口和合约模板，别的银行只要部署一个计算节点、签三方协议即可接入，平均六周上线；授权流程、字段清单、风控口径和运维手册已经整理成册，长三角两家城商行正在照着实施，不需要重新开发。';

const COMPLIANCE =
  '公共数据按授权运营协议取得，逐笔取得商户授权；联合建模采用多方安全计算，原始数据不出域；系统通过等保三级测评并完成数据安全影响评估，日志保存三年，由内部审计每季度检查一次。';

/** What the applicant types, in order: 25 questions answered, some of them in several messages. */
export const TEXTS: readonly string[] = [
  '你好',
  '1',
  '3',
  '1,2,3',
  '1',
  '1,3',
  '1 2',
  '上海示例汇数信息服务有限公司',
  '91350100M000100Y43',
  '6',
  '上海示例苏河银行股份有限公司｜负责授信审批和贷后管理，提供信贷产品',
  '上海示例征信有限公司｜提供建模与数据治理',
  '好了',
  '多方安全计算联合画像，小微商户当天拿到信用贷款',
  SUMMARY,
  DATA_ROLE_FIRST,
  DATA_ROLE_SECOND,
  '好了',
  '1,5',
  '1,3',
  '数据产品已在上海数据交易所挂牌，评分服务依托公共数据授权运营平台',
  '2,3',
  DEMO,
  '1',
  '2025年4月 联合银行上线放款\n2025年9月 服务商户超过两千户',
  '好了',
  '平均审批时间｜5｜0.5｜天｜2025年4-9月｜信贷系统日志\n服务小微商户｜｜2860｜户｜2025年4-9月｜放款台账',
  '好了',
  COMPLIANCE,
  '稍后补充',
  '林示例，数据业务总监，13800000023，lin.shili@example.com',
  '确认承诺',
  '提交',
];

/** One message as it arrives from a platform: JSON text of an Inbound. Ids are unique within a user. */
export function inboundText(user: string, index: number, text: string): string {
  return JSON.stringify({
    channel: 'bench',
    id: `m${index}`,
    user,
    chat: 'private',
    addressed: true,
    at: STARTED + index * 60_000,
    content: { kind: 'text', text },
  });
}

/** The clock of the first message, milliseconds since 1970. */
export const STARTED = Date.parse('2025-10-09T09:00:00+08:00');
