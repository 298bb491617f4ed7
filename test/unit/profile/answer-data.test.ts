import { describe, expect, it } from 'vitest';
import { createListField } from '../../../electron/profile';
import { parseAnswer, textsOfTop } from '../../../electron/profile/answer-data';

const xml = (text: string): unknown => parseAnswer(text, 'xml');

describe('an XML answer', () => {
  it('is what JSON would be: elements and attributes are fields, repeated ones a list, texts stay texts', () => {
    const text = `<?xml version="1.0" encoding="utf-8"?>
      <a:Rooms xmlns:a="urn:x" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" total="2">
        <Room id="007"><Name>K&#248;bmager &amp; co</Name><Seats>08</Seats></Room>
        <Room id="8"><Name><![CDATA[<Loft>]]></Name><Seats i:nil="true"/></Room>
      </a:Rooms>`;
    expect(xml(text)).toMatchObject({
      Rooms: {
        total: '2',
        Room: [
          { id: '007', Name: 'Købmager & co', Seats: '08' },
          { id: '8', Name: '<Loft>', Seats: null },
        ],
      },
    });
  });

  it.each([
    ['cut off', '<Rooms><Room id="1"/><Room'],
    ['cut off between two', '<Rooms><Room id="1"/>'],
    ['no document', 'Rooms'],
    ['empty', ''],
    ['crossed', '<a><b></a></b>'],
    ['JSON', '{"a":1}'],
  ])('%s is no data', (_name, text) => {
    expect(xml(text)).toBeUndefined();
  });

  it('with a document type is refused unread: neither entities of its own nor files come in', () => {
    const laughs = `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>`;
    const file = `<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]><l>&f;</l>`;
    expect([xml(laughs), xml(file)]).toEqual([undefined, undefined]);
  });

  it('that is nested without end is refused, not followed', () => {
    expect(xml('<a>'.repeat(50_000) + '</a>'.repeat(50_000))).toBeUndefined();
    expect(xml('<a>'.repeat(90) + '</a>'.repeat(90))).toBeDefined();
  });

  it('reaches into no prototype', () => {
    xml(
      '<a><__proto__><isAdmin>1</isAdmin></__proto__><constructor><prototype><isAdmin>1</isAdmin></prototype></constructor></a>',
    );
    parseAnswer('{"__proto__":{"isAdmin":1}}', 'json');
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
  });
});

describe('a list in an answer', () => {
  const rooms = (format: 'json' | 'xml') => createListField(['Rooms.Room'], format);

  it('that is empty leaves only the element around it in XML; without that there is no list', () => {
    expect(rooms('xml')(xml('<Rooms/>'))).toEqual([]);
    expect(rooms('xml')(xml('<Rooms total="0"></Rooms>'))).toEqual([]);
    expect(rooms('xml')(xml('<Fault><Text>no</Text></Fault>'))).toBeNull();
  });

  it('is not believed empty in JSON, where an empty list can be written', () => {
    expect(rooms('json')({ Rooms: {} })).toBeNull();
    expect(rooms('json')({ Rooms: { Room: [] } })).toEqual([]);
  });

  it('of one is an object alone', () => {
    expect(rooms('xml')(xml('<Rooms><Room id="1"/></Rooms>'))).toEqual([{ id: '1' }]);
  });
});

it('a server’s refusal is looked for at the top of JSON, and in the root element of XML', () => {
  expect(textsOfTop({ Message: 'denied', Rows: [{ Message: 'deep' }] }, 'json')).toEqual(['denied']);
  expect(textsOfTop(xml('<Error><Message>denied</Message><In><Text>deep</Text></In></Error>'), 'xml')).toEqual([
    'denied',
  ]);
  expect(textsOfTop(xml('<Error>denied</Error>'), 'xml')).toEqual(['denied']);
});
