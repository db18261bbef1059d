'use client';
import { createElement as h, useEffect } from 'react';
import { goldenCase } from '../../golden-case.js';

export default function Page() {
  useEffect(() => {
    globalThis.answers = [goldenCase()];
  }, []);
  return h('main');
}
