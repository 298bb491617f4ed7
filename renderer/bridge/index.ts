export { BridgeError, bridgeOfWindow, createClient, troubleOf } from './client';
export type { Client } from './client';
export { BridgeProvider, useBridgeEvent, useClient } from './provider';
export { useChannel, useCommand } from './channels';
export type { ChannelOptions, CommandName, QueryName } from './channels';
export { useJob } from './use-job';
export type { JobHandle, JobStarter, JobView } from './use-job';
