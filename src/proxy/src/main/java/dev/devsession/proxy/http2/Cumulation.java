package dev.devsession.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder.Cumulator;

/**
 * Joins the rest of a read, which ends in the middle of a frame, and the next read. Netty's own ways make the buffer
 * grow as long as the payload of an earlier frame in it waits to be sent on: to many times the size of all windows.
 */
final class Cumulation implements Cumulator {

  @Override
  public ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf rest, ByteBuf next) {
    if (!rest.isReadable()) {
      rest.release();
      return next;
    }
    if (rest.refCnt() == 1 && next.readableBytes() <= rest.maxFastWritableBytes()) {
      rest.writeBytes(next);
      next.release();
      return rest;
    }
    var joined = allocator.buffer(rest.readableBytes() + next.readableBytes());
    joined.writeBytes(rest).writeBytes(next);
    rest.release();
    next.release();
    return joined;
  }
}
