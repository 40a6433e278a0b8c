#pragma once

#include <Eigen/Core>

#include <array>
#include <span>

namespace agon::random {
class Stream;
}

namespace agon::bandits {

/** Value and first three derivatives by the input, at several inputs: numbers in columns. */
template <class Numbers>
using Jets = std::array<Numbers, 4>;

/** A network of one input, two hidden layers of tanh and one output, with the derivatives by its
 *  input that residuals of differential equations need, and the gradient of any function of those
 *  by the parameters. Parameters, in this order: weights and biases of the first layer, weights
 *  (column by column) and biases of the second, weights and bias of the output. */
class TanhNetwork
{
public:
    explicit TanhNetwork(int width);
    std::size_t parameterCount() const;
    /** Weights as Glorot and Bengio 2010 (normal), biases uniform within one over the root of a
     *  layer's inputs. */
    void initialise(random::Stream &stream, std::span<double> parameters) const;

    /** u, u', u'', u''' at @p points. Valid until the next call. */
    const Jets<Eigen::RowVectorXd> &evaluate(std::span<const double> parameters,
                                             const Eigen::RowVectorXd &points);
    /** Adds to @p gradient that of a function whose derivatives by evaluate()'s numbers are
     *  @p adjoints. The parameters are those of the last evaluation. */
    void addGradient(std::span<const double> parameters, const Jets<Eigen::RowVectorXd> &adjoints,
                     std::span<double> gradient) const;

private:
    Eigen::Index m_width;
    Eigen::RowVectorXd m_points;
    Jets<Eigen::ArrayXXd> m_firstIn, m_first, m_secondIn, m_second; ///< width × points
    Jets<Eigen::RowVectorXd> m_output;
};

} // namespace agon::bandits
