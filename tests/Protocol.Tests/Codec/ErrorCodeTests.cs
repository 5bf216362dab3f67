namespace KafkaGateway.Protocol.Tests.Codec;

public sealed class ErrorCodeTests
{
    [Fact]
    public void Codes_run_without_a_gap_from_minus_1_to_136() =>
        Assert.Equal(Enumerable.Range(-1, 138), Enum.GetValues<ErrorCode>().Select(code => (int)code).Order());

    [Theory]
    [InlineData(ErrorCode.UnknownServerError, -1, false)]
    [InlineData(ErrorCode.None, 0, false)]
    [InlineData(ErrorCode.UnknownTopicOrPartition, 3, true)]
    [InlineData(ErrorCode.NotLeaderOrFollower, 6, true)]
    [InlineData(ErrorCode.InvalidTopicException, 17, false)]
    [InlineData(ErrorCode.RebalanceInProgress, 27, false)]
    [InlineData(ErrorCode.SaslAuthenticationFailed, 58, false)]
    [InlineData(ErrorCode.UnknownTopicId, 100, true)]
    [InlineData(ErrorCode.RebootstrapRequired, 129, false)]
    [InlineData(ErrorCode.ControllerIdNotRegistered, 136, false)]
    public void A_code_has_Kafkas_number_and_class(ErrorCode code, short number, bool isRetriable)
    {
        Assert.Equal(number, (short)code);
        Assert.Equal(isRetriable, code.IsRetriable());
    }

    [Fact]
    public void Thirty_two_codes_are_retriable() => Assert.Equal(32, Enum.GetValues<ErrorCode>().Count(code => code.IsRetriable()));
}
