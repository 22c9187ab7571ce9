/** Contact particulars with their middle hidden. */
import { expect, it } from 'vitest';
import { maskEmail, maskPhone } from '../../src/engine/mask.ts';

it.each([
  ['13800000000', '138****0000'],
  ['021-50000000', '021-****0000'],
  ['02150000000', '021-****0000'],
  ['0571-87654321-12', '0571-****4321'],
  ['+6560000000', '****0000'],
  ['12345', '****'],
])('shows %s as %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked);
});

it.each([
  ['lin.shili@example.com', 'li***@example.com'],
  ['ab@example.com', 'a***@example.com'],
  ['a@example.com', 'a***@example.com'],
  ['nobody', '***'],
])('shows %s as %s', (email, masked) => {
  expect(maskEmail(email)).toBe(masked);
});
