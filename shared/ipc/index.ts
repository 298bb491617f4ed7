export * from './app-origin';
export * from './channel-kinds';
export * from './contract';
