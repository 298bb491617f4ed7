import { describe, expect, it } from 'vitest';
import { parseLocationNumbers } from '../../../renderer/features/wizard/location-numbers';

describe('location numbers as typed', () => {
  it.each([
    ['12,14', ['12', '14']],
    ['12 14\n15', ['12', '14', '15']],
    [' 12 ; 14 ,, 12\t', ['12', '14']],
    ['HQ-1\r\nHQ-2', ['HQ-1', 'HQ-2']],
    ['', []],
    [' , \n', []],
  ])('%j', (text, numbers) => {
    expect(parseLocationNumbers(text)).toEqual(numbers);
  });
});
