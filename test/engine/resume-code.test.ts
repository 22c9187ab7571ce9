/** Codes drawn, written as people write them, and told from ordinary words. */
import { describe, expect, it } from 'vitest';
import { recogniseCommand } from '../../src/engine/command.ts';
import { drawCode, readCode, tailOf } from '../../src/engine/resume-code.ts';

/** Numbers of a small generator, the same in every run. */
function drawing(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('a code', () => {
  it('has eight characters where the telephone is asked too, and ten where it stands alone', () => {
    expect(drawCode(drawing(1), '0003')).toMatchObject({ shown: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/) });
    expect(drawCode(drawing(1), undefined)).toMatchObject({
      shown: expect.stringMatching(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/),
    });
  });

  it('is read back from what was shown, a thousand times, and always recognised as a command', () => {
    const draw = drawing(7);
    for (let n = 0; n < 500; n++) {
      const free = drawCode(draw, undefined);
      expect(readCode(free.shown)).toEqual({ secret: free.secret });
      const bound = drawCode(draw, '0003');
      expect(readCode(`${bound.shown} 0003`)).toEqual({ secret: bound.secret });
      expect(readCode(bound.shown)).toEqual({ owed: bound.shown });
      expect(recogniseCommand(`继续 ${bound.shown}`)).toEqual({ name: 'join', code: { owed: bound.shown } });
    }
  });

  it.each(['7KQ2-M8XZ 1234', '7kq2m8xz1234', '７ＫＱ２－Ｍ８ＸＺ　１２３４', '7KQ2 M8XZ，1234', ' 7KQ2–M8XZ  1234 '])(
    'is read however it is typed: %s',
    (text) => {
      expect(readCode(text)).toEqual({ secret: '7KQ2M8XZ1234' });
    },
  );

  it('forgives letters that look like digits', () => {
    expect(readCode('OIL2-M8XZ 1234')).toEqual({ secret: '0112M8XZ1234' });
  });

  it('lets ten characters stand, whatever digits are sent along', () => {
    expect(readCode('7KQ2M-8XZ4R 1234')).toEqual({ secret: '7KQ2M8XZ4R' });
  });

  it.each(['tomorrow', '填', '7KQ2', '7KQ2-M8XU 1234', '7KQ2-M8XZ 123', '2025年的项目', ''])(
    'is not seen in %s',
    (text) => {
      expect(readCode(text)).toBeUndefined();
    },
  );
});

describe('the command', () => {
  it.each([
    '继续 7KQ2-M8XZ 1234',
    '继续7KQ2-M8XZ 1234',
    '继续：7KQ2M8XZ1234',
    'resume 7kq2-m8xz 1234',
    'Continue 7KQ2-M8XZ-1234',
    '续填 7KQ2-M8XZ 1234',
  ])('%s is understood', (text) => {
    expect(recogniseCommand(text)).toEqual({ name: 'join', code: { secret: '7KQ2M8XZ1234' } });
  });

  it.each(['继续', '继续填', 'continue tomorrow', '继续深化银企对接机制建设'])('%s is none of it', (text) => {
    expect(recogniseCommand(text)?.name).not.toBe('join');
  });

  it.each([
    ['续填码', 'code'],
    ['换个设备', 'code'],
    ['resume code', 'code'],
    ['解除关联', 'part'],
    ['unlink', 'part'],
    ['断开其他渠道', 'alone'],
    ['disconnect others', 'alone'],
  ])('%s is %s', (text, name) => {
    expect(recogniseCommand(text)).toEqual({ name });
  });
});

describe('the digits that have to be known', () => {
  it.each([
    ['19900000003', '0003'],
    ['021-50000000', '0000'],
    ['021-50001234-12', '1234'],
    ['123', undefined],
  ])('of %s are %s', (phone, tail) => {
    expect(tailOf(phone)).toBe(tail);
  });
});
