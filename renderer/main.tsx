import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { NoBridge } from './app/no-bridge';
import { bridgeOfWindow, createClient } from './bridge';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

const bridge = bridgeOfWindow();
createRoot(root).render(
  <StrictMode>{bridge === null ? <NoBridge /> : <App client={createClient(bridge)} />}</StrictMode>,
);
