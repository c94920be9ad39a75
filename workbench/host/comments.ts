import { intersection, type RangeTarget } from './addresses'
import { invalidArgument, itemNotFound } from './errors'
import { EVENT, EVERY_SHEET } from './event-channel'
import { eventRegistration } from './event-registration'
import type { Host } from './host'
import { type HostObject, type HostProperty, HostType } from './host-type'
import { otherRange } from './other-range'
import { rangeReference } from './range-reference'
import type { CommentState } from './sheet-state'

/** Who writes in the workbench; it knows no accounts. */
const AUTHOR = { name: 'Flightsheet', email: 'workbench@flightsheet.local' }

interface CommentsTarget {
  sheetId: string | null
}
interface CommentTarget {
  id: string
}
interface ReplyTarget extends CommentTarget {
  reply: string
}

interface Found {
  sheetId: string
  comment: CommentState
}

function commentsOf(host: Host, sheetId: string | null): Found[] {
  return host.workbook
    .getSheets()
    .map((sheet) => sheet.getSheetId())
    .filter((id) => sheetId === null || id === sheetId)
    .flatMap((id) => host.sheetState(id).comments.map((comment) => ({ sheetId: id, comment })))
}

function found(host: Host, { id }: CommentTarget): Found {
  const comment = commentsOf(host, null).find((each) => each.comment.id === id)
  if (!comment) throw itemNotFound(`comment ${id}`)
  return comment
}

function tell(
  host: Host,
  type: number,
  { sheetId, comment }: Found,
  details: Record<string, unknown> = {},
): void {
  const commentDetails = [{ commentId: comment.id, replyIds: comment.replies.map(({ id }) => id) }]
  host.events.fire(type, sheetId, { source: 'Local', commentDetails, ...details })
}

/** Plain text, or text with mentions. */
function contentOf(value: unknown): string {
  if (typeof value === 'string') return value
  return String((value as { richContent?: string } | null)?.richContent ?? '').replace(
    /<at[^>]*>(.*?)<\/at>/g,
    '$1',
  )
}

function written<T>(read: (target: T, host: Host) => { content: string; at: string }) {
  return {
    authorName: { get: () => AUTHOR.name },
    authorEmail: { get: () => AUTHOR.email },
    creationDate: { get: (target: T, host: Host) => read(target, host).at },
    contentType: { get: () => 'Plain' },
    mentions: { get: () => [] },
    richContent: { get: (target: T, host: Host) => read(target, host).content },
  } satisfies Record<string, HostProperty<T>>
}

const commentType: HostType<CommentTarget> = new HostType<CommentTarget>('Comment', {
  identity: ({ id }) => ({ _Id: id, Id: id }),
  properties: {
    id: { get: ({ id }) => id },
    content: {
      get: (target, host) => found(host, target).comment.content,
      set: (target, value, host) => {
        const of = found(host, target)
        of.comment.content = contentOf(value)
        tell(host, EVENT.commentChanged, of, { changeType: 'CommentEdited' })
      },
    },
    resolved: {
      get: (target, host) => found(host, target).comment.resolved,
      set: (target, value, host) => {
        const of = found(host, target)
        of.comment.resolved = value === true
        tell(host, EVENT.commentChanged, of, {
          changeType: value === true ? 'CommentResolved' : 'CommentReopened',
        })
      },
    },
    ...written<CommentTarget>((target, host) => found(host, target).comment),
  },
  objects: { replies: (target) => repliesType.of(target) },
  methods: {
    delete: (target, _args, host) => {
      const of = found(host, target)
      const state = host.sheetState(of.sheetId)
      state.comments = state.comments.filter((each) => each !== of.comment)
      tell(host, EVENT.commentDeleted, of)
      return null
    },
    getLocation: (target, _args, host) => {
      const { sheetId, comment } = found(host, target)
      return rangeReference({ sheetId, ...comment.area })
    },
    updateMentions: (target, [content], host) => {
      found(host, target).comment.content = contentOf(content)
      return null
    },
  },
})

export const commentsType = new HostType<CommentsTarget>('CommentCollection', {
  items: ({ sheetId }, host) =>
    commentsOf(host, sheetId).map(({ comment }) => commentType.of({ id: comment.id })),
  item: ({ sheetId }, id, host) => {
    if (!commentsOf(host, sheetId).some(({ comment }) => comment.id === id))
      throw itemNotFound(`comment ${id}`)
    return commentType.of({ id: String(id) })
  },
  methods: {
    getCount: ({ sheetId }, _args, host) => commentsOf(host, sheetId).length,
    getItemOrNullObject: ({ sheetId }, [id], host) =>
      commentsOf(host, sheetId).some(({ comment }) => comment.id === id)
        ? commentType.of({ id: String(id) })
        : null,
    getItemAt: ({ sheetId }, [index], host) => {
      const at = commentsOf(host, sheetId)[Number(index)]
      if (!at) throw itemNotFound(`comment ${index}`)
      return commentType.of({ id: at.comment.id })
    },
    getItemByCell: ({ sheetId }, [cell], host) => {
      const place = placeOf(host, sheetId, cell)
      const at = commentsOf(host, place.sheetId).find(({ comment }) => intersection(comment.area, place))
      if (!at) throw itemNotFound('the cell has no comment')
      return commentType.of({ id: at.comment.id })
    },
    getItemByReplyId: ({ sheetId }, [replyId], host) => {
      const at = commentsOf(host, sheetId).find(({ comment }) =>
        comment.replies.some(({ id }) => id === replyId),
      )
      if (!at) throw itemNotFound(`reply ${replyId}`)
      return commentType.of({ id: at.comment.id })
    },
    add: ({ sheetId }, [cell, content], host) => {
      const { sheetId: on, ...area } = placeOf(host, sheetId, cell)
      if (host.sheetState(on).comments.some((each) => intersection(each.area, area)))
        throw invalidArgument('the cell has a comment already')
      const at = new Date().toISOString()
      const comment: CommentState = {
        id: crypto.randomUUID(),
        area,
        content: contentOf(content),
        at,
        resolved: false,
        replies: [],
      }
      host.sheetState(on).comments.push(comment)
      tell(host, EVENT.commentAdded, { sheetId: on, comment })
      return commentType.of({ id: comment.id })
    },
    ...eventRegistration<CommentsTarget>(
      {
        AddedEvent: EVENT.commentAdded,
        ChangedEvent: EVENT.commentChanged,
        DeletedEvent: EVENT.commentDeleted,
      },
      ({ sheetId }) => sheetId ?? EVERY_SHEET,
    ),
  },
})

function placeOf(host: Host, sheetId: string | null, cell: unknown): RangeTarget {
  const range = otherRange(
    host,
    host.wholeSheet(sheetId ?? host.workbook.getActiveSheet().getSheetId()),
    cell,
  )
  return { ...range, bottom: range.top, right: range.left }
}

function replyOf(host: Host, target: ReplyTarget) {
  const of = found(host, target)
  const reply = of.comment.replies.find(({ id }) => id === target.reply)
  if (!reply) throw itemNotFound(`reply ${target.reply}`)
  return { of, reply }
}

const replyType = new HostType<ReplyTarget>('CommentReply', {
  identity: ({ reply }) => ({ _Id: reply, Id: reply }),
  properties: {
    id: { get: ({ reply }) => reply },
    content: {
      get: (target, host) => replyOf(host, target).reply.content,
      set: (target, value, host) => {
        const { of, reply } = replyOf(host, target)
        reply.content = contentOf(value)
        tell(host, EVENT.commentChanged, of, { changeType: 'ReplyEdited' })
      },
    },
    resolved: { get: (target, host) => replyOf(host, target).of.comment.resolved },
    ...written<ReplyTarget>((target, host) => replyOf(host, target).reply),
  },
  methods: {
    delete: (target, _args, host) => {
      const { of, reply } = replyOf(host, target)
      of.comment.replies = of.comment.replies.filter((each) => each !== reply)
      tell(host, EVENT.commentChanged, of, { changeType: 'ReplyDeleted' })
      return null
    },
    getLocation: (target, _args, host) => {
      const { of } = replyOf(host, target)
      return rangeReference({ sheetId: of.sheetId, ...of.comment.area })
    },
    getParentComment: ({ id }) => commentType.of({ id }),
  },
})

const repliesType = new HostType<CommentTarget>('CommentReplyCollection', {
  items: (target, host) =>
    found(host, target).comment.replies.map(({ id }) => replyType.of({ ...target, reply: id })),
  item: (target, id, host): HostObject => {
    replyOf(host, { ...target, reply: String(id) })
    return replyType.of({ ...target, reply: String(id) })
  },
  methods: {
    getCount: (target, _args, host) => found(host, target).comment.replies.length,
    getItemAt: (target, [index], host) => {
      const reply = found(host, target).comment.replies[Number(index)]
      if (!reply) throw itemNotFound(`reply ${index}`)
      return replyType.of({ ...target, reply: reply.id })
    },
    add: (target, [content], host) => {
      const of = found(host, target)
      const reply = { id: crypto.randomUUID(), content: contentOf(content), at: new Date().toISOString() }
      of.comment.replies.push(reply)
      tell(host, EVENT.commentChanged, of, { changeType: 'ReplyAdded' })
      return replyType.of({ ...target, reply: reply.id })
    },
  },
})
