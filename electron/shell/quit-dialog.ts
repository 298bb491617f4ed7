import { dialog } from 'electron';
import type { QuitQuestion } from './quit-question';

/** Asks in a dialog of the system; true: quit. Enter quits, Escape stays: the person has just chosen to. */
export async function askToQuit(question: QuitQuestion): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: question.title,
    message: question.message,
    detail: question.detail,
    buttons: [...question.buttons],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
