import { session } from 'electron';
import type { RoutesTo } from '../http';
import { routesFromPac } from '../http';

/** The ways that the computer's own settings say, PAC files and automatic discovery included. Ready when the app is. */
export const systemRoutes: RoutesTo = async (address) =>
  routesFromPac(await session.defaultSession.resolveProxy(address.href));
