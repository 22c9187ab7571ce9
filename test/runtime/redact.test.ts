/** Personal data is taken out of a text before anybody outside sees it, and what tells of a case is left in. */
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/runtime/redact.ts';

describe('is taken out', () => {
  it.each([
    ['13800138000', '我的手机13800138000，明天联系'],
    ['13800138000', '138-0013-8000'],
    ['13800138000', '138.0013.8000'],
    ['13800138000', '+86 138 0013 8000'],
    ['13800138000', '１３８００１３８０００'],
    ['2150000000', '电话 021-50000000'],
    ['50000000', '(021)50000000 转 12'],
    ['91234567', '+852 9123 4567'],
    ['91234567', '9123 4567'],
    ['0912345678', '手機0912-345-678'],
    ['一三八零零', '一三八零零一三八零零零'],
    ['zhang', 'zhang.san@example.com'],
    ['zhang', 'zhang＠example。com'],
    ['zhang', 'zhang (at) example.com'],
    ['zhang', '微信：zhang_san'],
    ['zhang', 'wechat zhang-san'],
    ['88123456', 'QQ 88123456'],
    ['310101', '31010119900307888X'],
    ['310101', '310101********888X'],
    ['E12345678', '护照E12345678'],
    ['A1234563', 'A123456(3)'],
    ['6222', '6222 0200 1234 5678 901'],
    ['913501', '统一社会信用代码91350100M000100Y43'],
    ['913501', '91350100m000100y43'],
    ['9135010', '913 501 00M 000 100 Y43'],
    ['张三', '联系人张三'],
    ['张三', '联系人：张三，科技部'],
    ['张三丰', '联系人是张三丰负责对接'],
    ['张 三', '经办人 张 三'],
    ['李四', '姓名：张三、李四'],
    ['陳大文', '聯絡人陳大文'],
    ['买买提', '姓名：阿卜杜拉·买买提'],
    ['张三', '我是张三，想问一下'],
    ['李雷', '我叫李雷'],
    ['王', '王经理让我问的'],
    ['李', '请找李女士'],
    ['周八', '总经理周八。'],
    ['张三', '我同事张三说可以'],
    ['Smith', 'My name is John Smith'],
    ['Mary', 'Contact: Mary Lee'],
    ['zhang', '联系人 zhang san'],
  ])('%s, of: %s', (secret, text) => {
    expect(
      redact(text)
        .normalize('NFKC')
        .replace(/[ ()-]/g, ''),
    ).not.toContain(secret.replace(/[ ()]/g, ''));
  });
});

describe('is left as it is', () => {
  it.each([
    '我们是上海示例银行，做知识产权质押贷款，服务 86 家科技企业，利率降 0.8 个百分点',
    '2025-03-15 上线，2023.01-2024.12 试点，2023-2024 年扩大',
    '累计放款 12000000 元，增长 35.5%，AUC 0.86123',
    '三条星少一条行不行？',
    '联系人要填谁？',
    '联系人方式在哪里改',
    '项目负责人要什么条件',
    '银行长期合作算不算',
    '专利 ZL202310123456.7',
    'Is our Shanghai platform eligible for list 3?',
    '',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

it('everything around what is taken out stays character for character', () => {
  expect(redact('Ａ案例“星火贷”，联系人：张三，电话13800138000，２０２５年上线🎉')).toBe(
    'Ａ案例“星火贷”，联系人：〔姓名〕，电话〔账号〕，２０２５年上线🎉',
  );
});

it('a hostile text takes no time', () => {
  const texts = ['a', 'a ', '1', '1 ', '张', '张经理', '1-', '联系人', 'a.', 'A ', '@a.', '(', '20', '一'];
  const began = performance.now();
  for (const text of texts) redact(text.repeat(20_000 / text.length));
  expect(performance.now() - began).toBeLessThan(2_000);
});
